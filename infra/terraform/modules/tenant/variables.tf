variable "create" {
  description = "Whether the module creates its resources. With false it creates nothing."
  type        = bool
  default     = true
}

variable "name" {
  description = "The tenant's name in the tenant file, and the name of its namespace."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.name))
    error_message = "name must be a DNS label, such as the tenant's namespace: up to 63 lower-case letters, digits and \"-\"."
  }
}

variable "account_id" {
  description = "The twelve digits of the tenant's account. A plan with credentials of another account is refused. If left out, the account is not checked."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits in quotes, such as \"222222222222\"."
  }
}

variable "grants" {
  description = "What the role may do under which prefixes: the same grants as in the tenant file (for \"users/$${sub}/\" the role gets users/). The service enforces limits, because IAM knows neither sizes nor types; tenant:check compares them."
  type = list(object({
    actions  = list(string)
    prefixes = list(string)
    limits = optional(object({
      maxUploadBytes = optional(number)
      contentTypes   = optional(list(string))
      maxExpiresIn   = optional(number)
      inlineTypes    = optional(list(string))
    }))
  }))

  validation {
    condition     = length(var.grants) > 0 && alltrue([for grant in var.grants : length(grant.actions) > 0 && length(grant.prefixes) > 0])
    error_message = "grants must not be empty, and each needs actions and prefixes; \"\" is the whole bucket."
  }

  validation {
    condition     = alltrue(flatten([for grant in var.grants : [for action in grant.actions : contains(["download", "upload", "delete", "list", "downloadVersion", "deleteVersion"], action)]]))
    error_message = "grants: actions are download, upload, delete, list, downloadVersion and deleteVersion, not names of IAM."
  }

  validation {
    condition     = alltrue(flatten([for grant in var.grants : [for prefix in grant.prefixes : can(regex("^([^*?$\"\\\\[:cntrl:]]*/)?$", replace(prefix, "/[^/]*\\$\\{.*/", "")))]]))
    error_message = "grants: a prefix is empty or ends in \"/\", and has no \"*\", \"?\" or \"$\": IAM would take them for wildcards and variables."
  }
}

variable "key_prefix" {
  description = "The tenant file's keyPrefix, which the service adds to the beginning of every key."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([^*?$\"\\\\[:cntrl:]]*/)?$", var.key_prefix))
    error_message = "key_prefix is empty or ends in \"/\", and has no \"*\", \"?\" or \"$\"."
  }
}

variable "create_role" {
  description = "Whether the module creates the role. With false the role role_name must exist: the module adds the permissions to it as inline policies, and leaves its trust unchanged. Output policies.trust is the trust that it must have."
  type        = bool
  default     = true
}

variable "role_name" {
  description = "The name of the role, up to 64 characters. Default: NAME-presign."
  type        = string
  default     = null

  validation {
    condition     = var.role_name == null || can(regex("^[\\w+=,.@-]{1,64}$", var.role_name))
    error_message = "role_name must be 1 to 64 characters of [A-Za-z0-9_+=,.@-]."
  }
}

variable "role_path" {
  description = "The IAM path of the role."
  type        = string
  default     = "/"

  validation {
    condition     = can(regex("^/([\\w+=,.@-]+/)*$", var.role_path))
    error_message = "role_path must begin and end in \"/\"."
  }
}

variable "permissions_boundary_arn" {
  description = "The ARN of the policy that limits the role's permissions (permissions boundary)."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy, such as arn:aws:iam::222222222222:policy/boundary."
  }
}

variable "max_session_duration" {
  description = "The longest session of the role, in seconds: at least the tenant file's durationSeconds. More than 3600 works only with issuers, because AWS limits chained sessions to 1 h."
  type        = number
  default     = 3600

  validation {
    condition     = var.max_session_duration >= 3600 && var.max_session_duration <= 43200 && floor(var.max_session_duration) == var.max_session_duration
    error_message = "max_session_duration must be whole seconds from 3600 (1 h) to 43200 (12 h)."
  }
}

variable "max_expires_in" {
  description = "How long a URL may be valid, in seconds: the tenant file's maxExpiresIn. The bucket refuses older signatures of every signer. At most max_session_duration."
  type        = number
  default     = 3600

  validation {
    condition     = var.max_expires_in >= 1 && var.max_expires_in <= 604800 && floor(var.max_expires_in) == var.max_expires_in
    error_message = "max_expires_in must be whole seconds from 1 to 604800: S3 signs for seven days at most."
  }
}

variable "tags" {
  description = "Tags of all resources that can have tags."
  type        = map(string)
  default     = {}
}

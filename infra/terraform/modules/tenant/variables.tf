variable "name" {
  description = "The tenant, as its namespace and the tenant file have it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.name))
    error_message = "name must be a DNS label, as the tenant's namespace: lower-case letters, digits and \"-\", up to 63."
  }
}

variable "account_id" {
  description = "The tenant's account, twelve digits. A plan with credentials of another account is refused. Unchecked where left out."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be twelve digits in quotes, as \"222222222222\"."
  }
}

variable "trust" {
  description = "Who may become the role; exactly one of irsa (a service account's token), pod_identity and chained (a role of the cluster's account that says the external id). source_identity lets the chained role set sts:SourceIdentity."
  type = object({
    irsa = optional(object({
      provider_arn    = string
      namespace       = string
      service_account = optional(string, "tenant-presign")
      audience        = optional(string, "sts.amazonaws.com")
    }))
    pod_identity = optional(object({
      source_role_arn = string
      external_id     = string
    }))
    chained = optional(object({
      source_role_arn = string
      external_id     = string
      source_identity = optional(bool, false)
    }))
  })

  validation {
    condition     = length([for way in [var.trust.irsa, var.trust.pod_identity, var.trust.chained] : way if way != null]) == 1
    error_message = "trust must have exactly one of irsa, pod_identity and chained: a pod has one way to AWS."
  }

  validation {
    condition     = var.trust.irsa == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/[^*?$\"]+$", var.trust.irsa.provider_arn))
    error_message = "trust.irsa.provider_arn must be the ARN of an OIDC provider of the tenant's account, as module cluster-oidc-provider has it: arn:aws:iam::222222222222:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/…."
  }

  validation {
    condition     = var.trust.irsa == null || can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.trust.irsa.namespace)) && can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", var.trust.irsa.service_account))
    error_message = "trust.irsa.namespace and service_account must each name one, without \"*\": a wildcard would let other tenants' pods in."
  }

  validation {
    condition     = var.trust.irsa == null || can(regex("^[\\w.:/-]+$", var.trust.irsa.audience))
    error_message = "trust.irsa.audience must be the one that tokens for STS have, sts.amazonaws.com: without it any token of the service account would do."
  }

  validation {
    condition     = alltrue([for way in [var.trust.pod_identity, var.trust.chained] : way == null || can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+$", way.source_role_arn))])
    error_message = "source_role_arn must be the ARN of one role of the cluster's account, as arn:aws:iam::111111111111:role/team-a-presign-source: not an account, and no \"*\"."
  }

  validation {
    condition     = alltrue([for way in [var.trust.pod_identity, var.trust.chained] : way == null || can(regex("^[\\w+=,.@:/-]{2,}$", way.external_id)) && try(length(way.external_id), 0) <= 1224])
    error_message = "external_id must be 2 to 1,224 characters of [A-Za-z0-9_+=,.@:/-]: it keeps the tenants of a shared role apart."
  }
}

variable "grants" {
  description = "What the role may do under which prefixes: the tenant file's grants, word for word (of \"users/$${sub}/\" the role gets users/)."
  type = list(object({
    actions  = list(string)
    prefixes = list(string)
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
  description = "The tenant file's keyPrefix, which the service puts before every key."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([^*?$\"\\\\[:cntrl:]]*/)?$", var.key_prefix))
    error_message = "key_prefix is empty or ends in \"/\", and has no \"*\", \"?\" or \"$\"."
  }
}

variable "role_name" {
  description = "The role's name; NAME-presign where left out."
  type        = string
  default     = null

  validation {
    condition     = var.role_name == null || can(regex("^[\\w+=,.@-]{1,64}$", var.role_name))
    error_message = "role_name must be 1 to 64 characters of [A-Za-z0-9_+=,.@-]."
  }
}

variable "role_path" {
  description = "The role's path."
  type        = string
  default     = "/"

  validation {
    condition     = can(regex("^/([\\w+=,.@-]+/)*$", var.role_path))
    error_message = "role_path must begin and end in \"/\"."
  }
}

variable "permissions_boundary_arn" {
  description = "A policy that the role can't go beyond."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy, as arn:aws:iam::222222222222:policy/boundary."
  }
}

variable "max_session_duration" {
  description = "The longest session in seconds: at least the tenant file's durationSeconds. More than 3600 only with irsa, since AWS caps chained sessions at 1 h."
  type        = number
  default     = 3600

  validation {
    condition     = var.max_session_duration >= 3600 && var.max_session_duration <= 43200 && floor(var.max_session_duration) == var.max_session_duration
    error_message = "max_session_duration must be whole seconds from 3600 (1 h) to 43200 (12 h)."
  }
}

variable "max_expires_in" {
  description = "How long a URL may live, in seconds: the tenant file's maxExpiresIn. The bucket refuses older signatures, whoever made them. At most max_session_duration."
  type        = number
  default     = 3600

  validation {
    condition     = var.max_expires_in >= 1 && var.max_expires_in <= 604800 && floor(var.max_expires_in) == var.max_expires_in
    error_message = "max_expires_in must be whole seconds from 1 to 604800: S3 signs for seven days at most."
  }
}

variable "tags" {
  description = "Put on all that can have tags."
  type        = map(string)
  default     = {}
}

variable "create" {
  description = "Whether the module creates its resources. With false it creates nothing."
  type        = bool
  default     = true
}

variable "name" {
  description = "The name of the function, its role and its API."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 characters of [A-Za-z0-9_-]."
  }
}

variable "filename" {
  description = "The path of the zip that npm run package -- lambda makes, with the tenant file in it. Set exactly one of filename and image_uri."
  type        = string
  default     = null
}

variable "image_uri" {
  description = "The URI of an image with Lambda's runtime interface client, in ECR of this account and Region."
  type        = string
  default     = null
}

variable "tenants_file" {
  description = "The path of the tenant file in the package."
  type        = string
  default     = "/var/task/tenants.yaml"
}

variable "target_role_arns" {
  description = "The ARNs of the tenants' roles that the function may assume. It may assume no other role."
  type        = list(string)

  validation {
    condition     = length(var.target_role_arns) > 0 && alltrue([for arn in var.target_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+$", arn))])
    error_message = "target_role_arns must name the tenants' roles in full, without \"*\": arn:aws:iam::222222222222:role/team-a-presign."
  }
}

variable "external_id" {
  description = "The external id with which the function assumes the tenants' roles: externalId of the tenant file. Only output trust uses it."
  type        = string
}

variable "source_identity" {
  description = "Whether the role may set sts:SourceIdentity. Needed for sourceIdentity in the tenant file, together with source_identity in the trust of module tenant."
  type        = bool
  default     = false
}

variable "sealing_keys_secret_arn" {
  description = "The ARN of the Secrets Manager secret whose text is the JWK Set of sealing keys. Its value is never in the state. Without it, multipart uploads, listings and receipts answer 503."
  type        = string
  default     = null

  validation {
    condition     = var.sealing_keys_secret_arn == null ? true : can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[\\w/+=.@-]+$", var.sealing_keys_secret_arn))
    error_message = "sealing_keys_secret_arn must be the ARN of a secret: arn:aws:secretsmanager:eu-west-1:111111111111:secret:tenant-presign/sealing-abcdef."
  }
}

variable "sealing_keys_kms_key_arn" {
  description = "The ARN of the KMS key that encrypts this secret, if it isn't the default key of Secrets Manager."
  type        = string
  default     = null

  validation {
    condition     = var.sealing_keys_kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[\\w-]+$", var.sealing_keys_kms_key_arn))
    error_message = "sealing_keys_kms_key_arn must be the ARN of a key, not of an alias: arn:aws:kms:eu-west-1:111111111111:key/…."
  }
}

variable "endpoint" {
  description = "How the function is called: function-url, http-api, or none."
  type        = string
  default     = "function-url"

  validation {
    condition     = contains(["function-url", "http-api", "none"], var.endpoint)
    error_message = "endpoint must be function-url, http-api or none."
  }
}

variable "throttling" {
  description = "With http-api, the limits of all requests: a rate per second, and a burst."
  type        = object({ rate = optional(number, 500), burst = optional(number, 1000) })
  default     = {}
}

variable "architecture" {
  description = "The processor architecture: arm64 or x86_64. The zip runs on both, an image only on its own."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "memory_size" {
  description = "The memory of the function in MiB. Its share of the processor grows with it."
  type        = number
  default     = 512
}

variable "timeout" {
  description = "The longest time for one request, in seconds."
  type        = number
  default     = 15
}

variable "reserved_concurrent_executions" {
  description = "The largest number of events that the function handles at the same time; -1 means the account's limit."
  type        = number
  default     = -1
}

variable "environment" {
  description = "Additional environment variables, such as PUBLIC_URL or OTEL_EXPORTER_OTLP_ENDPOINT."
  type        = map(string)
  default     = {}

  validation {
    condition     = !contains(keys(var.environment), "SEALING_KEYS")
    error_message = "environment must hold no keys: everyone who may read the function's configuration reads it. Use sealing_keys_secret_arn."
  }
}

variable "trace" {
  description = "Whether Lambda sends traces of events to X-Ray. AWS charges per trace."
  type        = bool
  default     = false
}

variable "log_retention_days" {
  description = "The number of days after which CloudWatch deletes log events. The log contains the audit events."
  type        = number
  default     = 365
}

variable "log_kms_key_arn" {
  description = "The ARN of the KMS key that encrypts the log group."
  type        = string
  default     = null
}

variable "create_alarms" {
  description = "Whether the module creates alarms for errors, throttles and answers with a 5xx status."
  type        = bool
  default     = true
}

variable "alarm_faults" {
  description = "The number of answers with a 5xx status in five minutes above which the alarm is raised."
  type        = number
  default     = 5
}

variable "alarm_actions" {
  description = "The ARNs of the SNS topics that are notified of an alarm."
  type        = list(string)
  default     = []
}

variable "permissions_boundary_arn" {
  description = "The ARN of the policy that limits the role's permissions (permissions boundary)."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of a policy, such as arn:aws:iam::111111111111:policy/boundary."
  }
}

variable "tags" {
  description = "Tags of all resources that can have tags."
  type        = map(string)
  default     = {}
}

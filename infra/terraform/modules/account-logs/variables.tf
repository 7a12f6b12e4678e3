variable "create" {
  description = "false: the module creates nothing."
  type        = bool
  default     = true
}

variable "access_log_bucket_name" {
  description = "The bucket for S3's server access logs: access_log.bucket of module tenant. None where left out."
  type        = string
  default     = null
}

variable "trail_bucket_name" {
  description = "The bucket for CloudTrail's object-level events of data_event_buckets. Costs per event (USD 0.10 per 100,000). No trail where left out."
  type        = string
  default     = null
}

variable "trail_name" {
  description = "The trail's name."
  type        = string
  default     = "tenant-presign"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$", var.trail_name))
    error_message = "trail_name must be 3 to 128 characters of [A-Za-z0-9._-]."
  }
}

variable "data_event_buckets" {
  description = "The tenants' buckets whose objects the trail logs."
  type        = set(string)
  default     = []
}

variable "retention_days" {
  description = "After how many days logs are deleted."
  type        = number
  default     = 365

  validation {
    condition     = var.retention_days >= 1
    error_message = "retention_days must be 1 or more."
  }
}

variable "tags" {
  description = "Put on all that can have tags."
  type        = map(string)
  default     = {}
}

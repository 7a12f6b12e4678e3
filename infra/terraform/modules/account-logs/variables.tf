variable "create" {
  description = "Whether the module creates its resources. With false it creates nothing."
  type        = bool
  default     = true
}

variable "access_log_bucket_name" {
  description = "The name of the bucket for S3's server access logs: access_log.bucket of module tenant. If left out, the module creates none."
  type        = string
  default     = null
}

variable "trail_bucket_name" {
  description = "The name of the bucket for CloudTrail's object-level events of data_event_buckets. AWS charges USD 0.10 per 100,000 events. If left out, the module creates no trail."
  type        = string
  default     = null
}

variable "trail_name" {
  description = "The name of the trail."
  type        = string
  default     = "tenant-presign"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$", var.trail_name))
    error_message = "trail_name must be 3 to 128 characters of [A-Za-z0-9._-]."
  }
}

variable "data_event_buckets" {
  description = "The names of the tenants' buckets whose object-level events the trail logs."
  type        = set(string)
  default     = []
}

variable "retention_days" {
  description = "The number of days after which logs are deleted."
  type        = number
  default     = 365

  validation {
    condition     = var.retention_days >= 1
    error_message = "retention_days must be 1 or more."
  }
}

variable "tags" {
  description = "Tags of all resources that can have tags."
  type        = map(string)
  default     = {}
}

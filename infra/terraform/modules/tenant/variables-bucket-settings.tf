variable "cors_origins" {
  description = "Origins of web pages that use URLs: the tenant file's cors.origins."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^(https://[a-z0-9.-]+|http://(localhost|127\\.0\\.0\\.1))(:[0-9]{1,5})?$", origin))])
    error_message = "cors_origins are origins as browsers send them, as https://app.example: https (http for localhost only), no path, no \"*\"."
  }
}

variable "cors_rules" {
  description = "Rules that the bucket's CORS has besides, such as those that an existing bucket had."
  type = list(object({
    id              = optional(string)
    allowed_origins = list(string)
    allowed_methods = list(string)
    allowed_headers = optional(list(string), [])
    expose_headers  = optional(list(string), [])
    max_age_seconds = optional(number)
  }))
  default = []
}

variable "lifecycle_rules" {
  description = "Rules that the bucket's lifecycle has besides, such as those that an existing bucket had."
  type = list(object({
    id              = string
    status          = optional(string, "Enabled")
    prefix          = optional(string, "")
    expiration_days = optional(number)
    noncurrent_days = optional(number)
    transitions     = optional(list(object({ days = number, storage_class = string })), [])
  }))
  default = []

  validation {
    condition     = length(setintersection(var.lifecycle_rules[*].id, ["abort-incomplete-multipart-uploads", "delete-noncurrent-versions", "delete-orphaned-delete-markers"])) == 0
    error_message = "lifecycle_rules: the ids abort-incomplete-multipart-uploads, delete-noncurrent-versions and delete-orphaned-delete-markers are the module's own."
  }
}

variable "abort_incomplete_multipart_days" {
  description = "After how many days S3 forgets uploads that were never completed."
  type        = number
  default     = 7

  validation {
    condition     = var.abort_incomplete_multipart_days >= 1
    error_message = "abort_incomplete_multipart_days must be 1 or more; parts that are never completed cost as stored objects do."
  }
}

variable "noncurrent_version_days" {
  description = "Deletes versions so many days after they were replaced or deleted. Never where left out."
  type        = number
  default     = null

  validation {
    condition     = var.noncurrent_version_days == null ? true : var.noncurrent_version_days >= 1
    error_message = "noncurrent_version_days must be 1 or more; leave it out to keep all versions."
  }
}

variable "url_sources" {
  description = "Where URLs may be used from: ip_ranges (CIDR, of clients on the internet) or vpc_endpoints (vpce-…); one of both suffices. The service's own calls are free. Anywhere where left out."
  type = object({
    ip_ranges     = optional(list(string), [])
    vpc_endpoints = optional(list(string), [])
  })
  default = null

  validation {
    condition     = var.url_sources == null ? true : length(var.url_sources.ip_ranges) + length(var.url_sources.vpc_endpoints) > 0
    error_message = "url_sources must name ip_ranges or vpc_endpoints; leave it out where URLs may be used from anywhere."
  }

  validation {
    condition     = var.url_sources == null ? true : alltrue([for range in var.url_sources.ip_ranges : can(cidrhost(range, 0))]) && alltrue([for id in var.url_sources.vpc_endpoints : can(regex("^vpce-[0-9a-f]+$", id))])
    error_message = "url_sources: ip_ranges are CIDR blocks, as 203.0.113.0/24, and vpc_endpoints ids, as vpce-0123456789abcdef0."
  }
}

variable "clean_tag" {
  description = "Only objects with this tag can be downloaded, as GuardDuty's malware protection sets it: { key = \"GuardDutyMalwareScanStatus\", value = \"NO_THREATS_FOUND\" }. The role then can't set tags. Every object where left out."
  type = object({
    key   = string
    value = string
  })
  default = null

  validation {
    condition     = var.clean_tag == null ? true : can(regex("^[\\w+=.@:/-]{1,128}$", var.clean_tag.key)) && can(regex("^[\\w+=.@:/-]{1,256}$", var.clean_tag.value))
    error_message = "clean_tag needs key and value, as { key = \"GuardDutyMalwareScanStatus\", value = \"NO_THREATS_FOUND\" }, without \"*\"."
  }
}

variable "access_log" {
  description = "The bucket (same account and Region) that S3's server access log goes to, where x-signing-id names each signing. Costs the log's storage and requests. Off where left out."
  type = object({
    bucket = string
    prefix = optional(string, "")
  })
  default = null
}

variable "eventbridge" {
  description = "Whether S3 tells EventBridge of each object. Costs per event (USD 1 per million). Import the notifications of a bucket that has some first: lambda functions, queues and topics then stay."
  type        = bool
  default     = false
}

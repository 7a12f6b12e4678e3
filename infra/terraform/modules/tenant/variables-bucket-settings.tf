variable "cors_origins" {
  description = "The origins of web pages that may use URLs: the tenant file's cors.origins."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^(https://[a-z0-9.-]+|http://(localhost|127\\.0\\.0\\.1))(:[0-9]{1,5})?$", origin))])
    error_message = "cors_origins are origins as browsers send them, such as https://app.example: https (http for localhost only), no path, no \"*\"."
  }
}

variable "cors_rules" {
  description = "Rules that are added to the bucket's CORS rules, such as those of an existing bucket."
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
  description = "Rules that are added to the bucket's lifecycle, such as those of an existing bucket."
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
  description = "The number of days after which S3 deletes multipart uploads that were not completed."
  type        = number
  default     = 7

  validation {
    condition     = var.abort_incomplete_multipart_days >= 1
    error_message = "abort_incomplete_multipart_days must be 1 or more; parts that are never completed cost as stored objects do."
  }
}

variable "noncurrent_version_days" {
  description = "The number of days after which S3 deletes versions that were replaced or deleted. If left out, it never deletes them."
  type        = number
  default     = null

  validation {
    condition     = var.noncurrent_version_days == null ? true : var.noncurrent_version_days >= 1
    error_message = "noncurrent_version_days must be 1 or more; leave it out to keep all versions."
  }
}

variable "url_sources" {
  description = "The networks from which URLs may be used: ip_ranges (CIDRs of clients on the internet) or vpc_endpoints (vpce-…). A request must match one of them. The service's own calls are not restricted. If left out, URLs may be used from everywhere."
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
    error_message = "url_sources: ip_ranges are CIDR blocks, such as 203.0.113.0/24, and vpc_endpoints ids, such as vpce-0123456789abcdef0."
  }
}

variable "clean_tag" {
  description = "A tag that an object must have to be downloaded. GuardDuty's malware protection sets { key = \"GuardDutyMalwareScanStatus\", value = \"NO_THREATS_FOUND\" }. With this setting the role can't set tags. If left out, every object can be downloaded."
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
  description = "The bucket in the same account and Region to which S3 writes its server access log, in which x-signing-id names each signing. AWS charges for the log's storage and requests. If left out, there is no access log."
  type = object({
    bucket = string
    prefix = optional(string, "")
  })
  default = null
}

variable "eventbridge" {
  description = "Whether S3 sends EventBridge an event for each object. AWS charges USD 1 per million events. If the bucket has notifications already, import them first, so that they are kept."
  type        = bool
  default     = false
}

variable "account_id" {
  description = "The cluster's account."
  type        = string
}

variable "region" {
  description = "The cluster's Region."
  type        = string
}

variable "terraform_role_arn" {
  description = "The role that Terraform assumes in the account. The credentials at hand where left out."
  type        = string
  default     = null
}

variable "cluster" {
  description = "The cluster: its name, and the issuer of its tokens."
  type = object({
    name       = string
    issuer_url = string
  })
}

variable "tenants" {
  description = "The tenants that come by a role of this account, by name. credentials: pod-identity (EKS becomes the tenant's role), chained (a token, then the service assumes it) or chained-pod-identity (the agent, then the service assumes it). role_arn is the tenant's role, which needs not be there yet."
  type = map(object({
    role_arn         = string
    credentials      = string
    namespace        = optional(string)
    service_account  = optional(string, "tenant-presign")
    source_role_name = optional(string)
    external_id      = optional(string)
    source_identity  = optional(bool, false)
  }))

  validation {
    condition     = alltrue([for tenant in values(var.tenants) : contains(["pod-identity", "chained", "chained-pod-identity"], tenant.credentials)])
    error_message = "tenants: credentials must be pod-identity, chained or chained-pod-identity. With irsa a tenant needs nothing in this account."
  }

  validation {
    condition     = alltrue([for name, tenant in var.tenants : length(coalesce(tenant.source_role_name, "${name}-presign-source")) <= 64])
    error_message = "tenants: the source role is called NAME-presign-source, and IAM takes 64 characters. Set source_role_name for names that are longer than 49."
  }
}

variable "tags" {
  description = "Put on all that can have tags."
  type        = map(string)
  default     = {}
}

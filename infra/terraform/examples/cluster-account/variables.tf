variable "account_id" {
  description = "The twelve digits of the cluster's account."
  type        = string
}

variable "region" {
  description = "The AWS Region of the cluster."
  type        = string
}

variable "terraform_role_arn" {
  description = "The ARN of the role that Terraform assumes in the account. If left out, Terraform uses the current credentials."
  type        = string
  default     = null
}

variable "cluster" {
  description = "The cluster: its name, and the URL of its OIDC issuer."
  type = object({
    name       = string
    issuer_url = string
  })
}

variable "tenants" {
  description = "The tenants whose roles are assumed from a role of this account, by name. credentials: pod-identity (EKS assumes the tenant's role), chained (pods get this account's role by a token, and the service assumes the tenant's role) or chained-pod-identity (pods get it from the Pod Identity agent). role_arn is the ARN of the tenant's role, which need not exist yet."
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
  description = "Tags of all resources that can have tags."
  type        = map(string)
  default     = {}
}

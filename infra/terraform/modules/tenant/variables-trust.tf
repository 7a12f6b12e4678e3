variable "trust" {
  description = "Who may assume the role. Each key is a name of your choice, such as that of the cluster. issuers: the token of a service account (IRSA). associations: EKS Pod Identity, from output trust of module cluster-role. chains: a role of the cluster's account, from which the service assumes this one; source_identity lets it set sts:SourceIdentity. Only tenant:check uses subject, issuer and audience of associations and chains."
  type = object({
    issuers = optional(map(object({
      provider_arn    = string
      namespace       = optional(string)
      service_account = optional(string, "tenant-presign")
      audience        = optional(string, "sts.amazonaws.com")
    })), {})
    associations = optional(map(object({
      source_role_arn = string
      external_id     = string
      subject         = optional(string)
    })), {})
    chains = optional(map(object({
      source_role_arn = string
      external_id     = string
      source_identity = optional(bool, false)
      subject         = optional(string)
      issuer          = optional(string)
      audience        = optional(string)
    })), {})
  })
  default = {}

  validation {
    condition     = alltrue([for way in values(var.trust.issuers) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/[^*?$\"]+$", way.provider_arn))])
    error_message = "trust.issuers: provider_arn must be the ARN of an OIDC provider of the tenant's account, as module cluster-oidc-provider has it: arn:aws:iam::222222222222:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/…."
  }

  validation {
    condition     = alltrue([for way in values(var.trust.issuers) : (way.namespace == null || can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", way.namespace))) && can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", way.service_account))])
    error_message = "trust.issuers: namespace and service_account must each name one, without \"*\": a wildcard would let other tenants' pods in."
  }

  validation {
    condition     = alltrue([for way in values(var.trust.issuers) : can(regex("^[\\w.:/-]+$", way.audience))])
    error_message = "trust.issuers: audience must be the one that tokens for STS have, sts.amazonaws.com: without it any token of the service account would do."
  }

  validation {
    condition     = alltrue([for way in concat(values(var.trust.associations), values(var.trust.chains)) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+$", way.source_role_arn))])
    error_message = "trust: source_role_arn must be the ARN of one role of the cluster's account, such as arn:aws:iam::111111111111:role/team-a-presign-source: not an account, and no \"*\"."
  }

  validation {
    condition     = alltrue([for way in concat(values(var.trust.associations), values(var.trust.chains)) : can(regex("^[\\w+=,.@:/-]{2,}$", way.external_id)) && try(length(way.external_id), 0) <= 1224])
    error_message = "trust: external_id must be 2 to 1,224 characters of [A-Za-z0-9_+=,.@:/-]: it keeps the tenants of a shared role apart."
  }

  validation {
    condition     = length(distinct(values(var.trust.associations)[*].external_id)) == length(var.trust.associations)
    error_message = "trust.associations: each association has an external id of its own, which EKS makes. Two here are the same."
  }
}

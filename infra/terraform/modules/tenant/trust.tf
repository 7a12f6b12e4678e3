# The trust policy has one statement for each way to assume the role. The first statement of a kind has the kind's Sid.
# The Sids of the others also have a number.

locals {
  issuer_ways = [
    for key, way in var.trust.issuers : {
      key             = key
      credentials     = "irsa"
      issuer          = replace(way.provider_arn, "/^.*:oidc-provider\\//", "")
      subject         = "system:serviceaccount:${coalesce(way.namespace, var.name)}:${way.service_account}"
      audience        = way.audience
      source_role_arn = null
      external_id     = null
      source_identity = null
    }
  ]
  association_ways = [
    for key, way in var.trust.associations : {
      key             = key
      credentials     = "pod-identity"
      issuer          = null
      subject         = way.subject
      audience        = null
      source_role_arn = way.source_role_arn
      external_id     = way.external_id
      source_identity = null
    }
  ]
  chain_ways = [
    for key, way in var.trust.chains : {
      key             = key
      credentials     = "chained"
      issuer          = way.issuer
      subject         = way.subject
      audience        = way.audience
      source_role_arn = way.source_role_arn
      external_id     = way.external_id
      source_identity = way.source_identity
    }
  ]
  role_ways = concat(local.association_ways, local.chain_ways)
  ways      = concat(local.issuer_ways, local.role_ways)

  # The values that all ways share; null for a value that differs.
  only = { for name in ["credentials", "source_role_arn", "external_id"] : name => try(one(distinct([for way in local.ways : way[name]])), null) }

  # Pod Identity and sessions with tags need sts:TagSession: "Tag sessions", IAM User Guide.
  trust_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        for index, way in local.issuer_ways : jsondecode(templatefile("${path.module}/policies/trust-irsa.json.tftpl", {
          number       = index == 0 ? "" : tostring(index + 1)
          provider_arn = var.trust.issuers[way.key].provider_arn
          issuer       = way.issuer
          subject      = way.subject
          audience     = way.audience
        }))
      ],
      [
        for index, way in local.role_ways : jsondecode(templatefile("${path.module}/policies/trust-role.json.tftpl", {
          number          = index == 0 ? "" : tostring(index + 1)
          source_role_arn = way.source_role_arn
          external_id     = way.external_id
          actions         = jsonencode(concat(["sts:AssumeRole", "sts:TagSession"], way.source_identity == true ? ["sts:SetSourceIdentity"] : []))
        }))
      ],
    )
  })
}

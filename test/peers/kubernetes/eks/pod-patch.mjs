const PREFIX = 'eks.amazonaws.com/';
const VOLUME = 'aws-iam-token';
const FOLDER = '/var/run/secrets/eks.amazonaws.com/serviceaccount';
const REGION = 'us-east-1';
/** Seconds. */
const TOKEN_LIFE = { shortest: 3600, longest: 86_400 };

/**
 * What the webhook changes in a pod, as JSON Patch (RFC 6902); nothing where the service account has no role.
 *
 * @param account annotations of the service account
 */
export function podPatch({ metadata, spec }, account) {
  const role = account[`${PREFIX}role-arn`];
  if (!role) return [];
  const own = metadata.annotations ?? {};
  const skipped = new Set((own[`${PREFIX}skip-containers`] ?? '').split(',').map((name) => name.trim()));
  const regional = (account[`${PREFIX}sts-regional-endpoints`] ?? 'true') === 'true';
  const change = (container) =>
    skipped.has(container.name) ? container : withRole(container, role, regional);
  const life = Number(own[`${PREFIX}token-expiration`] ?? account[`${PREFIX}token-expiration`]);
  const volumes = spec.volumes ?? [];
  return [
    replace('containers', spec.containers.map(change)),
    ...(spec.initContainers?.length ? [replace('initContainers', spec.initContainers.map(change))] : []),
    ...(volumes.some(({ name }) => name === VOLUME)
      ? []
      : [replace('volumes', [tokenVolume(account[`${PREFIX}audience`], life), ...volumes])]),
  ];
}

/** `add` replaces a member that is there (RFC 6902 §4.1). */
const replace = (member, value) => ({ op: 'add', path: `/spec/${member}`, value });

const tokenVolume = (audience = 'sts.amazonaws.com', life) => ({
  name: VOLUME,
  projected: {
    sources: [
      {
        serviceAccountToken: {
          audience,
          expirationSeconds: Math.max(
            TOKEN_LIFE.shortest,
            Math.min(TOKEN_LIFE.longest, life || TOKEN_LIFE.longest),
          ),
          path: 'token',
        },
      },
    ],
  },
});

function withRole(container, role, regional) {
  const { env = [], volumeMounts = [] } = container;
  const has = (...names) => env.some(({ name }) => names.includes(name));
  return {
    ...container,
    env: [
      ...env,
      ...variables(regional && !has('AWS_STS_REGIONAL_ENDPOINTS'), {
        AWS_STS_REGIONAL_ENDPOINTS: 'regional',
      }),
      ...variables(!has('AWS_REGION', 'AWS_DEFAULT_REGION'), {
        AWS_DEFAULT_REGION: REGION,
        AWS_REGION: REGION,
      }),
      ...variables(!has('AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'), {
        AWS_ROLE_ARN: role,
        AWS_WEB_IDENTITY_TOKEN_FILE: `${FOLDER}/token`,
      }),
    ],
    volumeMounts: volumeMounts.some(({ name }) => name === VOLUME)
      ? volumeMounts
      : [...volumeMounts, { name: VOLUME, readOnly: true, mountPath: FOLDER }],
  };
}

const variables = (wanted, values) =>
  wanted ? Object.entries(values).map(([name, value]) => ({ name, value })) : [];

// The environment that the pod identity webhook of EKS sets in containers (amazon-eks-pod-identity-webhook, README,
// "Usage").

const region = {
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_STS_REGIONAL_ENDPOINTS: 'regional',
};

/** Returns the variables for a service account that is annotated with a role. */
export const injectedForIrsa = (roleArn: string, tokenFile: string): Record<string, string> => ({
  ...region,
  AWS_ROLE_ARN: roleArn,
  AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
});

/** Returns the variables for a service account that has an association. */
export const injectedForPodIdentity = (uri: string, tokenFile: string): Record<string, string> => ({
  ...region,
  AWS_CONTAINER_CREDENTIALS_FULL_URI: uri,
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
});

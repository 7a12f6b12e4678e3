import { type Area, CONTAINER, KUSTOMIZATION, deletion, operation, patch, replace } from './plant.js';

export const IDENTITY: readonly Area[] = [
  {
    area: 'identity',
    overlay: 'team-a',
    faults: [
      {
        fault: 'the annotation names a role of another account',
        plant: replace('service-account.yaml', '::222222222222:', '::333333333333:'),
        file: 'service-account.yaml',
        text: 'eks.amazonaws.com/role-arn',
        says: 'overlays/team-a/tenants.yaml:20 has arn:aws:iam::222222222222:role/team-a-presign; correct one of them',
      },
      {
        fault: 'the annotation names another role',
        plant: replace('service-account.yaml', 'role/team-a-presign', 'role/team-b-presign'),
        file: 'service-account.yaml',
        text: 'eks.amazonaws.com/role-arn',
        says: 'correct one of them',
        alone: true,
      },
      {
        fault: 'the tenant file names a role outside the tenant’s account',
        plant: replace('tenants.yaml', '::222222222222:', '::333333333333:'),
        file: 'tenants.yaml',
        text: 'roleArn:',
        says: '333333333333',
        alone: true,
      },
      {
        fault: 'the annotation is left to the component',
        plant: replace(KUSTOMIZATION, '  - path: service-account.yaml\n', ''),
        file: '../components/irsa/service-account.yaml',
        text: 'PLACEHOLDER',
        says: 'by a patch in overlays/team-a',
        alone: true,
      },
      {
        fault: 'the trusted subject is another namespace’s',
        plant: replace('service-account.yaml', 'serviceaccount:team-a:', 'serviceaccount:team-b:'),
        file: 'service-account.yaml',
        text: 'tenant-presign/subject',
        says: 'pods run as system:serviceaccount:team-a:tenant-presign',
      },
      {
        fault: 'a prefix renames the service account',
        plant: replace(KUSTOMIZATION, 'namespace: team-a\n', 'namespace: team-a\nnamePrefix: my-\n'),
        file: KUSTOMIZATION,
        text: 'namePrefix',
        says: 'the service account is called my-tenant-presign, and account B trusts only system:serviceaccount:team-a:tenant-presign',
        alone: true,
      },
      {
        fault: 'pods run as another service account',
        plant: patch('Deployment', operation('replace', '/spec/template/spec/serviceAccountName', 'default')),
        file: KUSTOMIZATION,
        text: 'serviceAccountName',
        says: 'pods run as service account default',
        alone: true,
      },
      {
        fault: 'a role is set by hand in the environment',
        plant: patch(
          'Deployment',
          operation(
            'add',
            `${CONTAINER}/env/-`,
            '{ name: AWS_ROLE_ARN, value: arn:aws:iam::222222222222:role/other }',
          ),
        ),
        file: KUSTOMIZATION,
        text: 'AWS_ROLE_ARN',
        says: 'sets AWS_ROLE_ARN, which overrides the value that EKS sets',
      },
      {
        fault: 'credentials of another type than the component’s',
        plant: replace('tenants.yaml', 'type: web-identity', 'type: container'),
        file: 'tenants.yaml',
        text: 'credentials:',
        says: 'need component pod-identity, and the overlay has irsa (overlays/team-a/kustomization.yaml:11)',
        alone: true,
      },
      {
        fault: 'credentials that may be the node’s',
        plant: replace('tenants.yaml', /type: web-identity\n.*\n/, 'type: default\n'),
        file: 'tenants.yaml',
        text: 'credentials:',
        says: 'may be those of the node’s role',
        alone: true,
      },
    ],
  },
  {
    area: 'identity by Pod Identity',
    overlay: 'team-b',
    faults: [
      {
        fault: 'a role is annotated as for IRSA',
        plant: patch(
          'ServiceAccount',
          operation(
            'add',
            '/metadata/annotations',
            '{ eks.amazonaws.com/role-arn: arn:aws:iam::333333333333:role/team-b-presign }',
          ),
        ),
        file: KUSTOMIZATION,
        text: 'role-arn',
        says: 'it is for IRSA, and these credentials are of Pod Identity, whose association names the role; remove it',
      },
      {
        fault: 'the agent can’t be reached',
        plant: deletion('networking.k8s.io/v1', 'NetworkPolicy', 'tenant-presign-pod-identity-agent'),
        file: KUSTOMIZATION,
        text: 'pod-identity',
        says: '169.254.170.23 port 80',
      },
    ],
  },
  {
    area: 'identity by a chained role',
    overlay: 'team-c',
    faults: [
      {
        fault: 'a session of more than an hour',
        plant: replace(
          'tenants.yaml',
          'type: assume-role\n',
          'type: assume-role\n      durationSeconds: 7200\n',
        ),
        file: 'tenants.yaml',
        text: 'durationSeconds: 7200',
        says: '900 to 3600',
      },
      {
        fault: 'the annotation is the role itself and not its source',
        plant: replace(
          'service-account.yaml',
          '::111111111111:role/team-c-presign-source',
          '::444444444444:role/team-c-presign',
        ),
        file: 'service-account.yaml',
        text: 'role-arn',
        says: 'overlays/team-c/tenants.yaml:20 has arn:aws:iam::111111111111:role/team-c-presign-source',
      },
      {
        fault: 'component irsa for credentials of type assume-role',
        plant: replace(KUSTOMIZATION, 'components/chained-role', 'components/irsa'),
        file: 'tenants.yaml',
        text: 'credentials:',
        says: 'credentials of type assume-role from web-identity need component chained-role, and the overlay has irsa',
      },
    ],
  },
];

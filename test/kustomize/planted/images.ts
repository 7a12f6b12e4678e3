import { type Area, CONTAINER, KUSTOMIZATION, REPOSITORY, entry, image, operation, patch } from './plant.js';

export const IMAGES: readonly Area[] = [
  {
    area: 'images',
    overlay: 'team-a',
    faults: [
      {
        fault: 'latest',
        plant: image('newTag: latest'),
        file: KUSTOMIZATION,
        text: `name: ${REPOSITORY}`,
        says: 'has the tag latest, which may name another image later',
      },
      {
        fault: 'no tag',
        plant: patch(
          'Deployment',
          operation('replace', `${CONTAINER}/image`, 'registry.example/tenant-presign'),
        ),
        file: KUSTOMIZATION,
        text: 'containers/0/image',
        says: 'has no tag, which means latest',
      },
      {
        fault: 'a digest without a tag',
        plant: image(`digest: sha256:${'a'.repeat(64)}`),
        file: KUSTOMIZATION,
        text: `name: ${REPOSITORY}`,
        says: 'has a digest and no tag',
      },
      {
        fault: 'a digest that is none',
        plant: image("newTag: '0.1.0'", 'digest: sha256:abc'),
        file: KUSTOMIZATION,
        text: `name: ${REPOSITORY}`,
        says: 'not sha256: and 64 hexadecimal digits',
      },
      {
        fault: 'an image that meets nothing',
        plant: entry('images', "  - name: tenant-presign\n    newTag: '0.2.0'"),
        file: KUSTOMIZATION,
        text: 'name: tenant-presign',
        says: `images for tenant-presign has no effect: the cluster’s component has changed the image’s name already; write name: ${REPOSITORY}`,
      },
    ],
  },
];

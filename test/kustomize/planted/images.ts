import { type Area, KUSTOMIZATION, replace } from './plant.js';

export const IMAGES: readonly Area[] = [
  {
    area: 'images',
    overlay: 'team-a',
    faults: [
      {
        fault: 'latest',
        plant: replace(KUSTOMIZATION, "newTag: '0.1.0'", 'newTag: latest'),
        file: KUSTOMIZATION,
        text: 'name: tenant-presign',
        says: 'has the tag latest, which moves',
      },
      {
        fault: 'no tag',
        plant: replace(KUSTOMIZATION, "    newTag: '0.1.0'\n", ''),
        file: KUSTOMIZATION,
        text: 'name: tenant-presign',
        says: 'has no tag, which means latest',
      },
      {
        fault: 'a digest without a tag',
        plant: replace(KUSTOMIZATION, "newTag: '0.1.0'", `digest: sha256:${'a'.repeat(64)}`),
        file: KUSTOMIZATION,
        text: 'name: tenant-presign',
        says: 'has a digest and no tag',
      },
      {
        fault: 'a digest that is none',
        plant: replace(KUSTOMIZATION, "newTag: '0.1.0'", "newTag: '0.1.0'\n    digest: sha256:abc"),
        file: KUSTOMIZATION,
        text: 'name: tenant-presign',
        says: 'not sha256: and 64 hexadecimal digits',
      },
      {
        fault: 'an image that meets nothing',
        plant: replace(
          KUSTOMIZATION,
          'name: tenant-presign\n    newName',
          'name: tenant-presing\n    newName',
        ),
        file: '../base/deployment.yaml',
        text: 'image: tenant-presign',
        says: 'image tenant-presign of container api has no tag',
      },
    ],
  },
];

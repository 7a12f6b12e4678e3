import type { Cluster } from '../../cluster/clusters.js';
import type { ClusterProfile } from '../../cluster/profile.js';
import { withImage } from '../../cluster/profile-images.js';
import { parseImage } from '../../kustomize/image.js';
import type { Overlay } from '../../kustomize/overlay.js';
import { ownImage, withOwnImage, withoutOwnImage } from '../../kustomize/own-image.js';

/** The change that an operator asks for. */
export interface Change {
  /** The new version, `TAG@DIGEST`; `undefined` goes back to the one that ran before. */
  readonly to: string | undefined;
  /** The only overlay to change; `undefined` changes the whole cluster. */
  readonly canary: string | undefined;
}

/** A change that is planned but not yet written. */
export interface Plan {
  /** The image of the changed overlays after the change. */
  readonly image: string;
  /** The image of the changed overlays before the change. */
  readonly before: string;
  /** The new texts of files, by their paths. */
  readonly files: ReadonlyMap<string, string>;
  /** Whether the cluster's components have to be rendered again. */
  readonly rendersCluster: boolean;
  /** The overlays that change, in the order of their rollout. Overlays that ran the image as canaries come first. */
  readonly overlays: readonly Overlay[];
  /** The overlays that keep their own image. */
  readonly others: readonly { readonly overlay: string; readonly image: string }[];
}

/** The error of a change that can't be made. The message gives the reason and the fix. */
export class Unplannable extends Error {}

/**
 * Plans a change.
 *
 * @param overlays the overlays of the cluster's tenants
 * @throws Unplannable
 */
export function plan(
  cluster: Cluster & { readonly profile: ClusterProfile },
  overlays: readonly Overlay[],
  change: Change,
): Plan {
  const { repository } = parseImage(cluster.profile.image);
  const to = change.to === undefined ? undefined : `${repository}:${change.to}`;
  return change.canary === undefined
    ? ofCluster(cluster, overlays, repository, to)
    : ofCanary(cluster, overlays, repository, to, change.canary);
}

function ofCanary(
  { name, profile }: Cluster & { readonly profile: ClusterProfile },
  overlays: readonly Overlay[],
  repository: string,
  to: string | undefined,
  canary: string,
): Plan {
  const overlay = overlays.find((each) => each.name === canary);
  if (overlay === undefined) {
    const known = overlays.map((each) => each.name).join(', ') || 'none';
    throw new Unplannable(`Cluster ${name} has no overlay ${canary}. There are: ${known}.`);
  }
  const own = ownImage(overlay, repository);
  if (to === undefined && own === undefined)
    throw new Unplannable(
      `Overlay ${canary} runs the cluster’s version, ${profile.image}, so that there is no version to go back to.`,
    );
  if (to !== undefined && own !== undefined)
    throw new Unplannable(
      `Overlay ${canary} has an image of its own, ${own}. Remove it first: --back --canary ${canary}.`,
    );
  if (to === profile.image) throw new Unplannable(`Cluster ${name} runs ${to} already.`);
  const text = edited(() => (to === undefined ? withoutOwnImage(overlay) : withOwnImage(overlay, to)));
  return {
    image: to ?? profile.image,
    before: own ?? profile.image,
    files: new Map([[overlay.kustomization.path, text]]),
    rendersCluster: false,
    overlays: [overlay],
    others: [],
  };
}

function ofCluster(
  { name, file, source, path, profile }: Cluster & { readonly profile: ClusterProfile },
  overlays: readonly Overlay[],
  repository: string,
  to: string | undefined,
): Plan {
  const image = to ?? profile.previousImage;
  if (image === undefined)
    throw new Unplannable(`${file} has no previousImage. Name the version: --to VERSION@sha256:….`);
  if (image === profile.image) throw new Unplannable(`Cluster ${name} runs ${image} already.`);
  const withOwn = overlays.flatMap((overlay) => {
    const own = ownImage(overlay, repository);
    return own === undefined ? [] : [{ overlay, own }];
  });
  const canaries = withOwn.filter(({ own }) => own === image).map(({ overlay }) => overlay);
  const others = withOwn.filter(({ own }) => own !== image);
  const rest = overlays.filter((overlay) => withOwn.every((each) => each.overlay !== overlay));
  return {
    image,
    before: profile.image,
    files: new Map(
      edited(() => [
        [path, withImage(source, image)] as const,
        ...canaries.map((overlay) => [overlay.kustomization.path, withoutOwnImage(overlay)] as const),
      ]),
    ),
    rendersCluster: true,
    overlays: [...canaries, ...rest],
    others: others.map(({ overlay, own }) => ({ overlay: overlay.name, image: own })),
  };
}

function edited<T>(edit: () => T): T {
  try {
    return edit();
  } catch (error) {
    throw new Unplannable((error as Error).message, { cause: error });
  }
}

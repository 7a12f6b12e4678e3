import { fields, get, text } from './data.js';
import type { Layout } from './layout.js';
import { SourceFile } from './source-file.js';

/** What `base/cluster.yaml` says of the cluster that all overlays are for. */
export interface Cluster {
  readonly file: string;
  readonly issuer: string | undefined;
  readonly pods: string | undefined;
  readonly services: string | undefined;
  readonly region: string | undefined;
  readonly image: string | undefined;
}

/** @throws what the file system says */
export function readCluster(layout: Layout): Cluster {
  const path = layout.base('cluster.yaml');
  const data = fields(get(SourceFile.read(path).toJS(), 'data'));
  return {
    file: layout.show(path),
    issuer: text(data['issuer']),
    pods: text(data['pods']),
    services: text(data['services']),
    region: text(data['region']),
    image: text(data['image']),
  };
}

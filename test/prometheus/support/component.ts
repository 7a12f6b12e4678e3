import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const COMPONENTS = join(import.meta.dirname, '../../../deploy/kustomize/components');

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Returns the rules of the component. The `spec` of its PrometheusRule has the format of a rules file. */
export function rules(): { readonly groups: readonly { readonly rules: readonly Alert[] }[] } {
  const file = readFileSync(join(COMPONENTS, 'prometheus-rules/prometheus-rule.yaml'), 'utf8');
  return (parse(file) as { spec: ReturnType<typeof rules> }).spec;
}

export const alerts = (): readonly Alert[] => rules().groups.flatMap((group) => group.rules);

export interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

export interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: unknown }[] };
}

export const dashboard = (): Dashboard =>
  JSON.parse(readFileSync(join(COMPONENTS, 'grafana-dashboard/tenant-presign.json'), 'utf8')) as Dashboard;

export const ACTIONS = ['download', 'upload', 'delete', 'list', 'downloadVersion', 'deleteVersion'] as const;
export type Action = (typeof ACTIONS)[number];

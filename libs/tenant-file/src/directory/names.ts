/** The platform’s file in a folder of tenant files. */
export const PLATFORM_FILE = 'platform.yaml';

const OF_TEAM = /^(.+)\.tenant\.yaml$/;

/** Returns what the file of a team is called. */
export const teamFileOf = (id: string): string => `${id}.tenant.yaml`;

/** Returns whose file it is by its name; `undefined` for any other file. */
export const idOfTeamFile = (name: string): string | undefined => OF_TEAM.exec(name)?.[1];

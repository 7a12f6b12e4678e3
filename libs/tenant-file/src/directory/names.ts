/** The platform’s file in a folder of tenant files. */
export const PLATFORM_FILE = 'platform.yaml';

const OF_TEAM = /^(.+)\.tenant\.yaml$/;

/** Returns the name of a team's file. */
export const teamFileOf = (id: string): string => `${id}.tenant.yaml`;

/** Returns the id of the tenant from the name of its file; `undefined` for any other file. */
export const idOfTeamFile = (name: string): string | undefined => OF_TEAM.exec(name)?.[1];

/** The exit codes of commands. */
export const exitCodes = {
	done: 0,
	failed: 1,
	wrongUsage: 2,
	notFound: 4,
	interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Their meanings, for the help. */
export const exitMeanings: Readonly<Record<ExitCode, string>> = {
	0: 'done',
	1: 'failed',
	2: 'wrong usage',
	4: 'not found',
	130: 'interrupted',
};

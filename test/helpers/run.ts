import {type ProcessOptions, startProcess} from './process.ts';

export type Ran = {readonly code: number; readonly stdout: string; readonly stderr: string};

/** Runs the real program without a terminal to its end. */
export async function run(args: readonly string[], options: ProcessOptions): Promise<Ran> {
	await using process = startProcess(args, options);
	const {code} = await process.exit;
	return {code, stdout: process.stdout, stderr: process.stderr};
}

/** The output as a single JSON document; throws when it is anything else. */
export function document({stdout}: Ran): unknown {
	return JSON.parse(stdout);
}

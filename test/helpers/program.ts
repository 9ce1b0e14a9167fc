import process from 'node:process';
import {fileURLToPath} from 'node:url';

/** The launcher as users start it. Tests run it with their own Node.js, never through npx, which leaves orphans. */
export const launcher: string = fileURLToPath(new URL('../../bin/p2pci.js', import.meta.url));

/** Programs under test share the code compiled by one another, as later starts of a user do. */
const compiledCode: string = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

export type Environment = Readonly<Record<string, string>>;

/** Variables that would make the program behave differently than on a user's machine. */
const foreign =
	/^(?:CI|CONTINUOUS_INTEGRATION|NO_COLOR|FORCE_COLOR|NODE_ENV|NODE_OPTIONS|NODE_COMPILE_CACHE|NODE_V8_COVERAGE|VITEST.*|P2PCI_.*)$/;

/**
 * The environment of a program under test: that of this process without what would change its behaviour, with all
 * places for a user's files inside `home`, so that nothing of the machine's user is read or touched, except for
 * compiled code, which is the same for everybody.
 */
export function isolatedEnvironment(home: string, extra: Environment = {}): Record<string, string> {
	const environment: Record<string, string> = {};
	for (const [name, value] of Object.entries(process.env)) {
		if (value !== undefined && !foreign.test(name)) environment[name] = value;
	}
	return {
		...environment,
		// As through npx, the way of a checkout.
		npm_command: 'exec',
		HOME: home,
		USERPROFILE: home,
		APPDATA: home,
		LOCALAPPDATA: home,
		XDG_DATA_HOME: `${home}/data`,
		XDG_CONFIG_HOME: `${home}/config`,
		XDG_CACHE_HOME: compiledCode,
		XDG_STATE_HOME: `${home}/state`,
		XDG_RUNTIME_DIR: `${home}/run`,
		...extra,
	};
}

/** How a program ended. */
export type Exit = {readonly code: number; readonly signal?: string};

/** Ends a child process: politely first, so that a launcher can forward it; gives up waiting after 3 s. */
export async function end(child: {kill: (signal: NodeJS.Signals) => unknown}, exit: Promise<Exit>): Promise<void> {
	child.kill('SIGTERM');
	const patience = setTimeout(() => child.kill('SIGKILL'), 3000);
	await exit;
	clearTimeout(patience);
}

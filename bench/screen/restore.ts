import {atMost, nothingWrong, type Result, type Row} from './result.ts';
import {host, type Stage, stage} from './stage.ts';

type End = {
	readonly name: string;
	/** A key, or a signal to the program. */
	readonly by: 'q' | '\u0003' | NodeJS.Signals;
};

const ends: readonly End[] = [
	{name: 'q', by: 'q'},
	{name: 'Ctrl-C', by: '\u0003'},
	{name: 'SIGINT', by: 'SIGINT'},
	{name: 'SIGTERM', by: 'SIGTERM'},
	{name: 'SIGHUP', by: 'SIGHUP'},
];

const programs = [
	['server', '--host', host, '--port', '0'],
	['peer', '--name', 'bob', '--upload-port', '0', '--server', `${host}:1`],
] as const;

/** Ends a program that way; resolves with what was wrong afterwards, and the ms until its end. */
async function ended(on: Stage, args: readonly string[], {name, by}: End) {
	const terminal = on.start(args);
	await terminal.ready();
	const began = performance.now();
	if (by === 'q' || by === '\u0003') terminal.send(by);
	else terminal.kill(by);
	const {code, signal} = await terminal.exit;
	const took = performance.now() - began;
	const {bracketedPaste, mouse, focus} = terminal.modes;
	const wrong = [
		...(terminal.isAlternate ? ['the alternate screen stays'] : []),
		...(terminal.cursor.visible ? [] : ['the cursor stays hidden']),
		...(bracketedPaste || mouse || focus ? ['a mode of the terminal stays'] : []),
		...(code === 0 && signal === undefined ? [] : [`exit ${signal ?? code}`]),
	];
	return {wrong: wrong.map(what => `${args[0]} ${name}: ${what}`), took};
}

/** The terminal as it was before, and how soon, on each orderly way out of each screen. */
export const restore: Row = async () => {
	await using on = await stage();
	const wrong: string[] = [];
	let slowest = 0;
	for (const args of programs) {
		for (const end of ends) {
			const result = await ended(on, args, end);
			wrong.push(...result.wrong);
			slowest = Math.max(slowest, result.took);
		}
	}
	const results: readonly Result[] = [
		nothingWrong('terminal given back, exit code 0', wrong, 'on every way out'),
		atMost('the slowest way out', slowest, 300, 'ms'),
	];
	return results;
};

import process from 'node:process';
import {anchor} from '../network.ts';
import {median} from '../statistics.ts';
import {atMost, type Result, type Row} from './result.ts';
import {host, processorTime, type Stage, stage, usual} from './stage.ts';

const rounds = 11;

type Start = {
	/** Milliseconds since the start of the process. */
	readonly took: number;
	/** Processor time of all threads until then, in milliseconds, which hardly depends on other load. */
	readonly processor?: number;
};

type Contender = {
	readonly name: string;
	readonly goal?: number;
	readonly run: (on: Stage) => Promise<Start>;
};

/** From exec to a complete frame: the sentences at its top and at its bottom are there. */
const ours =
	(top: RegExp, ...args: readonly string[]): Contender['run'] =>
	async on => {
		const began = performance.now();
		const terminal = on.start(args);
		await terminal.waitFor(
			(screen, {isAlternate}) => isAlternate && top.test(screen) && /\? (?:more|all)/.test(screen),
		);
		const [took, processor] = [terminal.drawnAt - began, processorTime(terminal.pid)];
		terminal.kill('SIGTERM');
		await terminal.exit;
		return {took, processor};
	};

const contenders: readonly Contender[] = [
	{
		name: 'bare Node.js, from start to end',
		run: async on => {
			const began = performance.now();
			await on.start(['-e', '0'], {command: process.execPath}).exit;
			return {took: performance.now() - began};
		},
	},
	{
		name: 'htop',
		run: async on => {
			const began = performance.now();
			const terminal = on.start([], {command: anchor('htop', 'htop')});
			await terminal.waitFor(/PID/);
			const took = terminal.drawnAt - began;
			await terminal.press('q');
			await terminal.exit;
			return {took};
		},
	},
	{name: 'server', goal: 200, run: ours(/p2pci server/, 'server', '--host', host, '--port', '0')},
	{
		name: 'peer',
		goal: 200,
		run: ours(/p2pci peer/, 'peer', '--name', 'bob', '--upload-port', '0', '--server', `${host}:1`),
	},
];

/** Alternating, so that other load affects all alike; the first round fills caches and is not counted. */
export const firstFrame: Row = async () => {
	await using on = await stage();
	const times = contenders.map((): Start[] => []);
	for (let round = 0; round <= rounds; round++) {
		for (const [at, {run}] of contenders.entries()) {
			const start = await run(on);
			if (round > 0) times[at]?.push(start);
		}
	}
	const size = `${usual.columns}x${usual.rows}`;
	return contenders.flatMap(({name, goal}, at): readonly Result[] => {
		const value = median((times[at] ?? []).map(({took}) => took));
		if (goal === undefined) return [{what: `(anchor) ${name}`, measured: `${value.toFixed(0)} ms`}];
		const processor = median((times[at] ?? []).map(each => each.processor ?? 0));
		return [
			atMost(`first frame, ${name}, ${size}`, value, {goal, unit: 'ms'}),
			{what: 'of the processor until then', measured: `${processor.toFixed(0)} ms`},
		];
	});
};

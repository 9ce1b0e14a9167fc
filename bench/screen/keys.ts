import type {TerminalUnderTest} from '../../test/helpers/terminal.ts';
import {median, quantile} from '../statistics.ts';
import {atMost, type Result, type Row} from './result.ts';
import {large, messages, processorTime, type Size, sent, stage, usual} from './stage.ts';

const presses = 150;

/** The number of the RFC under the cursor of its table, which is right-aligned in its column. */
const under = (screen: string): number => Number(/▸ {2,}(\d+) \S/.exec(screen)?.[1]);

type Measured = {
	readonly times: readonly number[];
	readonly bytes: number;
	/** Processor time per key in milliseconds, background work included, which does not depend on other load. */
	readonly processor: number;
};

/** Moves the cursor and waits each time until the screen shows it on the next row. */
async function press(terminal: TerminalUnderTest): Promise<Measured> {
	const times: number[] = [];
	const [before, used] = [sent(terminal), processorTime(terminal.pid)];
	for (let count = 0; count < presses; count++) {
		const wanted = under(terminal.screen()) + 1;
		const began = performance.now();
		terminal.send('j');
		await terminal.waitFor(screen => under(screen) >= wanted);
		times.push(terminal.drawnAt - began);
		// A pause like a person's, at a different phase of every timer each time.
		await new Promise(resolve => setTimeout(resolve, 11 + ((count * 7) % 23)));
	}
	return {
		times,
		bytes: (sent(terminal) - before) / presses,
		processor: (processorTime(terminal.pid) - used) / presses,
	};
}

type Where = {readonly name: string; readonly size: Size; readonly median: number; readonly p99: number};

const told = (where: Where, {times, processor}: Measured): readonly Result[] => [
	atMost(`key to picture, ${where.name}, median`, median(times), {goal: where.median, unit: 'ms', digits: 1}),
	atMost(`key to picture, ${where.name}, 99 of 100`, quantile(times, 0.99), {goal: where.p99, unit: 'ms', digits: 1}),
	{what: `of the processor a key, ${where.name}`, measured: `${processor.toFixed(1)} ms`},
];

const named = (size: Size): string => `${size.columns}x${size.rows}`;

async function onServer(size: Size, goals: {readonly median: number; readonly p99: number; readonly bytes: number}) {
	await using on = await stage();
	const {terminal, port} = await on.server(size);
	await on.crowd(port, {peers: 100, rfcs: 100, different: 10_000});
	await terminal.press('2');
	await terminal.press('g');
	await terminal.waitFor(screen => under(screen) === 1);
	await press(terminal);
	const quiet = await press(terminal);
	await terminal.press('g');
	await terminal.waitFor(screen => under(screen) === 1);
	await using _load = messages(port, 1000);
	await terminal.waitFor(/LOOKUP/);
	const busy = await press(terminal);
	return [
		...told({name: `server ${named(size)}, 10,000 records`, size, ...goals}, quiet),
		...told({name: `the same with 1,000 messages/s`, size, ...goals}, busy),
		atMost(`bytes a key, server ${named(size)}`, quiet.bytes, {goal: goals.bytes, unit: 'B'}),
	];
}

async function onPeer(size: Size, goals: {readonly median: number; readonly p99: number; readonly bytes: number}) {
	await using on = await stage();
	const {port} = await on.server();
	await on.crowd(port, {peers: 100, rfcs: 100, different: 10_000});
	const terminal = await on.peer(port, size);
	await terminal.waitFor(screen => under(screen) === 1);
	await terminal.press('tab');
	await press(terminal);
	const quiet = await press(terminal);
	return [
		...told({name: `peer ${named(size)}, 10,000 records`, size, ...goals}, quiet),
		atMost(`bytes a key, peer ${named(size)}`, quiet.bytes, {goal: goals.bytes, unit: 'B'}),
	];
}

/** From writing the key to the pseudo-terminal to the last byte of the frame that shows its effect. */
export const keys: Row = async () => [
	...(await onServer(usual, {median: 6, p99: 20, bytes: 500})),
	...(await onServer(large, {median: 11, p99: 33, bytes: 700})),
	...(await onPeer(usual, {median: 6, p99: 20, bytes: 500})),
	...(await onPeer(large, {median: 11, p99: 33, bytes: 700})),
];

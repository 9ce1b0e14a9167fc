import {setTimeout as wait} from 'node:timers/promises';
import {atMost, type Row} from './result.ts';
import {frames, messages, processorTime, sent, stage, usual} from './stage.ts';
import {unseenServer} from './unseen.ts';

const seconds = 5;

/**
 * A table that changes ten times a second: each message adds a row. The cost of the messages themselves is measured
 * in the same run with a server without a screen, and subtracted.
 */
export const live: Row = async () => {
	await using on = await stage();
	const {terminal, port} = await on.server(usual);
	await on.crowd(port, {peers: 20, rfcs: 10, different: 100});
	const unseen = await unseenServer(on);
	on.use(messages(port, 10));
	on.use(messages(unseen.port, 10));
	await terminal.waitFor(/LOOKUP/);
	await wait(2000);
	const before = {time: processorTime(terminal.pid), without: processorTime(unseen.pid), bytes: sent(terminal)};
	const drawn = frames(terminal);
	await wait(seconds * 1000);
	const updates = frames(terminal) - drawn;
	const used = processorTime(terminal.pid) - before.time - (processorTime(unseen.pid) - before.without);
	return [
		{what: 'live table, updates', measured: `${(updates / seconds).toFixed(1)} /s`},
		atMost('live table at 10 Hz, of a core', used / (seconds * 10), {goal: 8, unit: '%', digits: 1}),
		atMost('live table, bytes an update', (sent(terminal) - before.bytes) / updates, {goal: 1000, unit: 'B'}),
	];
};

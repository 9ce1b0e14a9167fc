import {setTimeout as wait} from 'node:timers/promises';
import {atMost, type Result, type Row} from './result.ts';
import {processorTime, sent, stage} from './stage.ts';

/** Ages below two minutes change every second. */
const settleMs = 125_000;
const seconds = 20;

/** The cost of a screen when nothing happens: no messages, no keys, all peers gone. */
export const idle: Row = async () => {
	await using on = await stage();
	const {terminal: server, port} = await on.server();
	await on.crowd(port, {peers: 20, rfcs: 10, different: 100, renew: false});
	await wait(settleMs);
	const results: Result[] = [];
	const time = processorTime(server.pid);
	const bytes = sent(server);
	await wait(seconds * 1000);
	results.push(
		atMost('idle server, of a core', (processorTime(server.pid) - time) / (seconds * 10), {
			goal: 0.2,
			unit: '%',
			digits: 2,
		}),
	);
	results.push(
		atMost('idle server, bytes a second', (sent(server) - bytes) / seconds, {goal: 0, unit: 'B/s', digits: 1}),
	);
	return results;
};

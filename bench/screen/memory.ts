import {setTimeout as wait} from 'node:timers/promises';
import {atMost, type Row} from './result.ts';
import {memory as held, messages, stage, usual} from './stage.ts';

/** 10,000 rows in the table of RFCs and more than 1,000 messages in the log, after half a minute of use. */
export const memory: Row = async () => {
	await using on = await stage();
	const {terminal, port} = await on.server(usual);
	await on.crowd(port, {peers: 100, rfcs: 100, different: 10_000});
	const peer = await on.peer(port);
	on.use(messages(port, 500));
	await terminal.waitFor(/LOOKUP/);
	await terminal.press('2');
	await terminal.press('G');
	await wait(8000);
	return [
		atMost('memory of the server, 10,000 records', held(terminal.pid).now, {goal: 110, unit: 'MiB'}),
		atMost('memory of a peer with a copy of that index', held(peer.pid).now, {goal: 110, unit: 'MiB'}),
	];
};

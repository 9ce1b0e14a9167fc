import {describe, expect, it, test} from 'vitest';
import {worstExit} from '../../../source/commands/documents/getter.ts';
import {inLanes} from '../../../source/commands/documents/lanes.ts';
import {folderOf} from '../../../source/commands/documents/saving.ts';
import {Tally} from '../../../source/commands/documents/tally.ts';
import {Invocation} from '../../../source/commands/line/command.ts';
import {nearest} from '../../../source/commands/line/nearest.ts';
import {exitCodes} from '../../../source/commands/process/exit-codes.ts';
import {eventLine, sessionLine} from '../../../source/commands/process/log-lines.ts';
import {plainTable} from '../../../source/commands/process/plain-table.ts';

test.each([
	['--jsn', '--json'],
	['--sever', '--server'],
	['gte', 'get'],
	['GET', 'get'],
	['tge', undefined],
	['--no-server', '--server'],
	['--xyzzy', undefined],
	['--', undefined],
])('who typed %s meant %s', (typed, meant) => {
	expect(nearest(typed, ['--json', '--server', '--output', 'get'])).toBe(meant);
});

describe('work in lanes', () => {
	it('is bounded, and gives results in the order of the items', async () => {
		let running = 0;
		let most = 0;
		const gates = Array.from({length: 9}, () => Promise.withResolvers<void>());
		const results = inLanes([...gates.keys()], {
			atOnce: 3,
			work: async at => {
				most = Math.max(most, ++running);
				await gates[at]?.promise;
				running--;
				return at * 10;
			},
		});
		for (const gate of gates.slice(0, 3).reverse()) gate.resolve();
		for (const gate of gates) gate.resolve();
		expect(await results).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80]);
		expect(most).toBe(3);
	});

	it('fails as its work does', async () => {
		const work = (at: number) => (at === 2 ? Promise.reject(new Error('two')) : Promise.resolve(at));
		await expect(inLanes([1, 2, 3], {atOnce: 1, work})).rejects.toThrow('two');
	});
});

test('the exit code tells the worst that happened', () => {
	expect(worstExit([])).toBe(exitCodes.done);
	expect(worstExit(['got', 'here'])).toBe(exitCodes.done);
	expect(worstExit(['got', 'absent'])).toBe(exitCodes.notFound);
	expect(worstExit(['absent', 'differs', 'got'])).toBe(exitCodes.failed);
	expect(worstExit(['failed', 'absent'])).toBe(exitCodes.failed);
	expect(worstExit(['failed', 'cancelled'])).toBe(exitCodes.interrupted);
});

describe('a table', () => {
	const columns = [
		{title: 'N', of: ({n}: {readonly n: number}) => String(n), align: 'right'},
		{title: 'TITLE', of: ({n}: {readonly n: number}) => 'word '.repeat(n).trim(), yields: true},
		{title: 'HOST', of: () => 'bob'},
	] as const;
	const rows = [{n: 1}, {n: 20}];

	it('is as wide as what is in it where nothing says how wide it may be', () => {
		expect(plainTable(columns, rows).split('\n')[2]).toBe(`20  ${'word '.repeat(20).trim()}  bob`);
	});

	it('fits a terminal as long as what yields has something to give', () => {
		const lines = plainTable(columns, rows, 50).split('\n');
		expect(lines[2]).toMatch(/^20 {2}word .*… {2}bob$/);
		expect(lines.map(line => line.length)).toEqual([50, 49, 49]);
		expect(plainTable(columns, rows, 5).split('\n')[1]).toBe(' 1  word                  bob');
	});
});

test('a tally names an earlier run where nobody sent anything', () => {
	const tally = new Tally(0);
	const got = {rfc: 1, file: 'rfc1.txt', bytes: 1_048_576, from: '', verified: 'digest'} as const;
	tally.add({kind: 'got', got, from: []});
	expect(tally.sentence(1000)).toBe('Got 1 RFC (1.0 MiB) in 1.0 s, 1.0 MiB/s, from an earlier run.');
});

test('a tally is a sentence', () => {
	const tally = new Tally(0);
	expect(tally.sentence(1000)).toBe('Got 0 RFCs.');
	tally.note('here', 272);
	expect(tally.sentence(1000)).toBe('Nothing to get: 272 RFCs are here already.');
	tally.note('here', 0);
	const got = {rfc: 1, file: 'rfc1.txt', bytes: 1_048_576, from: 'bob', verified: 'digest'} as const;
	for (const from of [['bob'], ['alice'], ['bob']]) tally.add({kind: 'got', got, from});
	const failure = {kind: 'not-joined'} as const;
	for (const kind of ['differs', 'failed', 'failed'] as const) tally.add({kind, failure});
	tally.add({kind: 'here', got, from: []});
	expect(tally.sentence(1500)).toBe(
		'Got 3 RFCs (3.0 MiB) in 1.5 s, 2.0 MiB/s, from alice and bob; 1 here already; 1 here with other contents, and kept; 2 could not be got.',
	);
	expect(tally.sentence()).toContain('Got 3 RFCs (3.0 MiB), from alice and bob; 1 here already;');
	for (const verified of ['length', 'none'] as const) tally.add({kind: 'got', got: {...got, verified}, from: ['bob']});
	expect(tally.sentence(1500)).toContain(
		'from alice and bob; 2 not verified: nobody declares a digest; 1 here already;',
	);
});

describe('an event of WATCH reads like the line of the server', () => {
	const record = {rfc: 7, title: 'T\u001B[2J', host: 'bob', address: '::1', port: 6001};
	const peer = {host: 'bob', address: '::1', port: 6001, rfcs: 0, version: '1.1', joined: '', seen: ''} as const;
	const generation = 'k3f9-7';

	test.each([
		[{event: 'peer-joined', generation, peer} as const, '+ bob  joined at [::1]:6001 with 1.1'],
		[{event: 'peer-left', generation, peer} as const, '- bob  left, and all its RFCs with it'],
		[{event: 'rfc-added', generation, record} as const, '+ bob  RFC 7 T␛[2J'],
		[{event: 'rfc-changed', generation, record} as const, '~ bob  RFC 7 T␛[2J'],
		[{event: 'rfc-removed', generation, record} as const, '- bob  RFC 7 T␛[2J'],
		[{event: 'resync', generation} as const, '!  changes were missed; p2pci list shows how the index is now'],
	])('$0.event', (event, text) => {
		expect(eventLine(event, 0)?.replace(/^\S+ /, '')).toBe(text);
	});

	it('but for heartbeats, which nobody needs to see', () => {
		expect(eventLine({event: 'heartbeat', generation}, 0)).toBeUndefined();
	});
});

it('documents are not saved into a folder whose name Node.js cannot spell', async () => {
	const folder = (output: string) => folderOf(new Invocation([], {output}));
	await expect(folder('d\uFFFDir')).rejects.toThrow(
		'Cannot write to d\uFFFDir (its path is not UTF-8). Give another: --output FOLDER.',
	);
	await expect(folder('dir')).resolves.toBe('dir');
});

describe('the session of a peer in its log', () => {
	const place = {server: '10.0.0.1:5555', address: '10.0.0.2', uploadPort: 6002};
	const failure = {
		kind: 'server-lost',
		host: '10.0.0.1',
		port: 5555,
		reason: 'closed',
		retryIn: 2,
		peer: true,
	} as const;
	const waiting = {kind: 'waiting', failure, retryAt: 0} as const;
	const joined = {kind: 'joined', protocol: '1.1'} as const;
	const unreachable = {...joined, reachable: false};

	test.each([
		[joined, waiting, 'Lost the index server at 10.0.0.1:5555 (closed). Trying again in 2 s.'],
		[waiting, {kind: 'connecting', failure} as const, undefined],
		[{kind: 'connecting', failure} as const, joined, 'Joined the index server at 10.0.0.1:5555 again.'],
		[{kind: 'connecting'} as const, joined, undefined],
		[joined, unreachable, 'cannot reach you at 10.0.0.2:6002'],
		[unreachable, {...unreachable}, undefined],
		[unreachable, {...joined, reachable: true}, 'Others can reach you at 10.0.0.2:6002 now.'],
		[joined, {...joined, reachable: true}, undefined],
		[joined, {kind: 'left'} as const, undefined],
	])('%j, %j: %s', (before, session, text) => {
		const line = sessionLine(before, {...place, session});
		if (text === undefined) expect(line).toBeUndefined();
		else expect(line).toContain(text);
	});
});

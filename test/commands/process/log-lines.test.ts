import {describe, expect, it, test} from 'vitest';
import {changeLine, eventLine, sessionLine, unsavedLine} from '../../../source/commands/process/log-lines.ts';

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

it('a peer that moves with its records takes one line in the log of the server', () => {
	const change = {event: 'peer-joined', host: 'bob', address: '10.0.0.9', port: 6001, version: '1.1'} as const;
	expect(changeLine({...change, moved: 1200}, 0)).toMatch(
		/\+ bob {2}joined at 10\.0\.0\.9:6001 with 1\.1, and 1,200 RFCs with it$/,
	);
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

test('the log of a peer says that nothing can be saved when that happens, and not when another download begins', () => {
	const source = {host: 'alice', address: '127.0.0.1', port: 6001};
	const download = {title: '', source, sources: [], started: 0};
	const full = {kind: 'disk-full', from: 'alice', rfc: 1, folder: '/downloads'} as const;
	const running = {...download, id: 1, rfc: 1, state: {kind: 'running', received: 9, rate: 9}} as const;
	const failed = {...download, id: 1, rfc: 1, state: {kind: 'failed', received: 9, failure: full}} as const;
	const queued = {...download, id: 2, rfc: 2, state: {kind: 'queued', received: 0}} as const;
	expect(unsavedLine([running], [failed])).toContain('/downloads');
	expect(unsavedLine([failed], [queued, failed])).toBeUndefined();
	expect(unsavedLine([queued, failed], [failed])).toBeUndefined();
	const absent = {...failed, state: {...failed.state, failure: {kind: 'peer-lacks', from: 'alice', rfc: 1}}} as const;
	expect(unsavedLine([running], [absent])).toBeUndefined();
});

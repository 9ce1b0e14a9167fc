import {describe, expect, it} from 'vitest';
import type {ServerFacts} from '../../source/server/server-state.ts';
import {serverClock} from '../../source/ui/panes/server-clock.ts';
import {FakeServer, noon, peerRow} from './helpers/fake-server.ts';

const facts = (more: Partial<ServerFacts> = {}): ServerFacts => ({...new FakeServer().facts(), rates: [0, 0], ...more});
const long = noon - 3_600_000;
const quiet = peerRow('quiet', {joined: long, seen: long});

describe('the clock of the server screen', () => {
	it('goes by the minute while nothing is counted in seconds', () => {
		expect(serverClock(facts(), [quiet], noon)).toBe(60_000);
	});

	it('goes by the second while a rate moves, a lease runs, or somebody has just joined', () => {
		expect(serverClock(facts({rates: [0, 3, 0]}), [quiet], noon)).toBe(1000);
		expect(serverClock(facts({started: noon - 5000}), [], noon)).toBe(1000);
		expect(serverClock(facts(), [{...quiet, presence: {kind: 'lease', until: noon + 9000}}], noon)).toBe(1000);
		expect(serverClock(facts(), [{...quiet, joined: noon - 9000}], noon)).toBe(1000);
	});

	it('looks more rarely at ages that are told in steps of ten seconds', () => {
		expect(serverClock(facts(), [quiet, {...quiet, seen: noon - 40_000}], noon)).toBe(5000);
	});
});

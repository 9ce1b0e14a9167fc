import {describe, expect, it} from 'vitest';
import {swarm} from '../helpers/swarm.ts';
import {until} from '../helpers/until.ts';

describe('a peer that the operator disconnects', () => {
	it('is gone at once for all who follow the index, and comes back by itself with all that it shares', async () => {
		await using all = await swarm({peers: 2});
		const index = await until(() => all.peer(1).index());
		const known = (): number => index.counts.records;
		await until(() => known() === 6);
		// It may be back before anybody looks.
		const seen = new Set<number>();
		index.subscribe(() => seen.add(known()));
		const [first] = all.server.peers({filter: 'peer0', offset: 0, limit: 1}).rows;
		const joined = first?.joined ?? 0;
		expect(all.server.disconnect(first?.key ?? '')).toBe(true);
		expect(all.server.facts()).toMatchObject({peers: 1, records: 3});
		await until(() => seen.has(3));
		await until(() => all.server.facts().records === 6);
		await until(() => known() === 6);
		const [again] = all.server.peers({filter: 'peer0', offset: 0, limit: 1}).rows;
		expect(again?.key).toBe(first?.key);
		expect(again?.joined).toBeGreaterThan(joined);
		expect(all.server.disconnect('nobody')).toBe(false);
	});
});

import {describe, expect, it} from 'vitest';
import type {ServerConnection} from '../../source/net/connection.ts';
import {OpenConnections} from '../../source/net/open-connections.ts';

/** A port with room for `most`, of whose connections only names and addresses exist. */
function port(most: number) {
	const open = new OpenConnections(most);
	const closed: string[] = [];
	const listeners = new Map<string, () => void>();
	const connect = (name: string, address: string, joined = false): ServerConnection | undefined => {
		if (!open.hasRoom(address)) return undefined;
		const connection = {
			remote: {address, port: 1},
			joined,
			destroy: () => closed.push(name),
			onClose: (listener: () => void) => listeners.set(name, listener),
		} as unknown as ServerConnection;
		open.add(connection);
		return connection;
	};
	return {
		open,
		closed,
		connect,
		/** So many from one address; returns how many were let in. */
		crowd: (count: number, address: string, joined = false): number =>
			Array.from({length: count}, (_, at) => connect(`${address} ${at}`, address, joined)).filter(Boolean).length,
		leave: (name: string) => listeners.get(name)?.(),
	};
}

const [crowded, bob, carol, dave] = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'] as const;

describe('a port that is full', () => {
	it('closes the longest idle connection on which nobody joined, wherever it is', () => {
		const {open, closed, connect} = port(3);
		connect('joined', bob, true);
		const first = connect('first', crowded);
		connect('second', carol);
		if (first) open.markActive(first);
		expect(connect('third', bob)).toBeDefined();
		expect(connect('fourth', bob)).toBeDefined();
		expect(closed).toEqual(['second', 'first']);
	});

	it('takes nobody where everybody joined, until one of them has gone', () => {
		const {closed, connect, leave} = port(2);
		connect('one', bob, true);
		connect('two', carol, true);
		expect(connect('late', dave)).toBeUndefined();
		leave('one');
		expect(connect('late', dave)).toBeDefined();
		expect(closed).toEqual([]);
	});

	it('closes those of a crowd first, which may be idle for a shorter time', () => {
		const {closed, connect, crowd} = port(320);
		connect('idle', bob);
		expect(crowd(299, crowded)).toBe(299);
		expect(crowd(20, carol)).toBe(20);
		connect('late', dave);
		expect(closed).toEqual([`${crowded} 0`]);
	});

	it('closes anybody else’s on which nobody joined where all of the crowd joined', () => {
		const {closed, connect, crowd} = port(320);
		connect('idle', bob);
		crowd(299, crowded, true);
		crowd(20, carol);
		connect('late', dave);
		expect(closed).toEqual(['idle']);
	});

	it('is full sooner where some who connect have not proven yet that they have the key', () => {
		const {open, connect, crowd, closed} = port(320);
		connect('one', bob, true);
		expect([open.hasRoom(carol, 318), open.hasRoom(carol, 319)]).toEqual([true, false]);
		crowd(289, crowded, true);
		expect([open.hasRoom(crowded, 9), open.hasRoom(crowded, 10)]).toEqual([true, false]);
		expect(open.hasRoom(carol, 10)).toBe(true);
		expect(closed).toEqual([]);
	});
});

describe('a crowd from one address', () => {
	it('gets none of the last places, and makes room among its own that did not join', () => {
		const {closed, connect, crowd} = port(320);
		connect('idle', bob);
		connect('strange', crowded);
		expect(crowd(400, crowded, true)).toBe(299);
		expect(closed).toEqual(['strange']);
		expect(connect('late', carol)).toBeDefined();
	});

	it.each([
		[2000, 256],
		[20_000, 2500],
	])('of %i places is more than %i', (most, usual) => {
		const {open, connect, crowd} = port(most);
		crowd(usual - 1, crowded, true);
		let others = 0;
		while (open.size < most - 1) connect(`other ${others}`, `10.1.${others >> 8}.${others++ & 255}`, true);
		expect(connect('the last that is usual', crowded, true)).toBeDefined();
		expect(open.size).toBe(most);
		const {crowd: another, connect: join, open: room} = port(most);
		another(usual, crowded, true);
		while (room.size < most - 1) join(`other ${others}`, `10.1.${others >> 8}.${others++ & 255}`, true);
		expect(join('one more', crowded, true)).toBeUndefined();
		expect(join('anybody else', bob, true)).toBeDefined();
	});
});

import {connect, type Socket} from 'node:net';
import {median} from '../statistics.ts';
import type {Result, Row} from './result.ts';
import {host, processorTime, stage} from './stage.ts';
import {unseenServer} from './unseen.ts';

const rounds = 5;
const seconds = 1.5;
const connections = 4;
const depth = 16;
const request = 'LOOKUP RFC 7 P2P-CI/1.1\r\n\r\n';
const marker = Buffer.from('P2P-CI/1.1 ');

/** Keeps requests outstanding on a connection; resolves with the number of answers and the longest wait. */
function ask(socket: Socket, until: number): Promise<{readonly answered: number; readonly slowest: number}> {
	return new Promise(resolve => {
		const asked: number[] = [];
		let answered = 0;
		let slowest = 0;
		const more = (count: number) => {
			if (performance.now() >= until) return;
			const now = performance.now();
			for (let each = 0; each < count; each++) asked.push(now);
			socket.write(request.repeat(count));
		};
		const take = (chunk: Buffer) => {
			let came = 0;
			for (let at = chunk.indexOf(marker); at >= 0; at = chunk.indexOf(marker, at + 1)) came++;
			const oldest = asked[answered];
			if (oldest !== undefined) slowest = Math.max(slowest, performance.now() - oldest);
			answered += came;
			more(came);
			if (answered < asked.length || performance.now() < until) return;
			socket.off('data', take);
			resolve({answered, slowest});
		};
		socket.on('data', take);
		more(depth);
	});
}

type Loaded = {
	readonly perSecond: number;
	readonly slowest: number;
	/** Microseconds of the server's processor time per request. */
	readonly cost: number;
};

async function load(port: number, pid: number): Promise<Loaded> {
	const sockets = await Promise.all(
		Array.from(
			{length: connections},
			() =>
				new Promise<Socket>(resolve => {
					const socket = connect({port, host, noDelay: true}, () => resolve(socket));
				}),
		),
	);
	const [began, used] = [performance.now(), processorTime(pid)];
	const all = await Promise.all(sockets.map(socket => ask(socket, began + seconds * 1000)));
	const took = (performance.now() - began) / 1000;
	const spent = processorTime(pid) - used;
	for (const socket of sockets) socket.destroy();
	const answered = all.reduce((sum, each) => sum + each.answered, 0);
	return {
		perSecond: answered / took,
		slowest: Math.max(...all.map(each => each.slowest)),
		cost: (spent * 1000) / answered,
	};
}

/** Full load on a server with its screen open, alternating with the same engine without one. */
export const engine: Row = async () => {
	await using on = await stage();
	const {terminal, port} = await on.server();
	const unseen = await unseenServer(on);
	const options = {peers: 10, rfcs: 100, different: 100};
	await on.crowd(port, options);
	await on.crowd(unseen.port, options);
	const ratios: number[] = [];
	const costs: number[] = [];
	const slowest: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		const without = await load(unseen.port, unseen.pid);
		const seen = await load(port, terminal.pid);
		if (round === 0) continue;
		ratios.push(seen.perSecond / without.perSecond);
		costs.push(seen.cost / without.cost);
		slowest.push(seen.slowest);
	}
	const share = median(ratios);
	const throughput: Result = {
		what: 'requests at full load with the screen open, of those without',
		measured: `${(100 * share).toFixed(0)} %`,
		goal: '90 %',
		met: share >= 0.9,
	};
	return [
		throughput,
		{what: 'of the processor for a request then, of that without', measured: `${(100 * median(costs)).toFixed(0)} %`},
		{what: 'the slowest answer of a round then, median', measured: `${median(slowest).toFixed(0)} ms`},
	];
};

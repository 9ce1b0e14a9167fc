/**
 * What a request costs the index server: processor time per request, and its ratio to an anchor measured in the same
 * run.
 *
 *   node bench/requests.ts [--depth 1,16] [--connections 4] [--seconds 1] [--rounds 5] [--only LOOKUP]
 *
 * The anchor is a plain server that looks for the blank lines of requests and writes one fixed answer for each, all
 * of a chunk at once: the least that Node can do for this protocol. Each server is a process of its own, and they are
 * measured alternately. On a busy machine trust the microseconds and the ratio rather than the requests per second.
 */
import {connect, createServer, type Socket} from 'node:net';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {startIndexServer} from '../source/server/index-server.ts';
import {listenLocally, type ServerProcess, serveBenchmark, startServerProcess} from './server-process.ts';
import {median} from './statistics.ts';

/** All numbers have the same length, so that all answers of a kind do, too, which is how they are counted. */
const firstNumber = 1000;
const rfcs = 1000;
const holders = 3;
const title = 'Hypertext Transfer Protocol -- HTTP/1.1';

type Kind = {
	readonly name: string;
	/** The `count`th request on a connection whose peer has this name. */
	readonly request: (count: number, host: string) => string;
	readonly anchor?: true;
};

const rfcAt = (count: number): number => firstNumber + (count % rfcs);
const oneOne = (line: string, fields = ''): string => `${line} P2P-CI/1.1\r\n${fields}\r\n`;

const kinds: readonly Kind[] = [
	{name: 'anchor', anchor: true, request: count => oneOne(`LOOKUP RFC ${rfcAt(count)}`)},
	{name: 'LOOKUP 1.1', request: count => oneOne(`LOOKUP RFC ${rfcAt(count)}`)},
	{
		name: 'LOOKUP 1.0',
		request: count =>
			`LOOKUP RFC ${rfcAt(count)} P2P-CI/1.0\r\nHost: asker.example\r\nPort: 6000\r\nTitle: ${title}\r\n\r\n`,
	},
	{name: 'LOOKUP 404', request: count => oneOne(`LOOKUP RFC ${rfcAt(count) + 5000}`)},
	{
		name: 'ADD, new title',
		request: (count, host) => {
			const version = String(Math.floor(count / rfcs) % 10);
			return oneOne(
				`ADD RFC ${rfcAt(count) + 3000}`,
				`Host: ${host}\r\nTitle: ${title} (${version})\r\nSize: 54000\r\n`,
			);
		},
	},
	{
		name: 'ADD, known',
		request: (count, host) =>
			oneOne(`ADD RFC ${rfcAt(count) + 4000}`, `Host: ${host}\r\nTitle: ${title}\r\nSize: 54000\r\n`),
	},
];

/** Starts the plain server in this process; resolves with its port. */
function serveAnchor(): Promise<number> {
	const answer = `P2P-CI/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: 300\r\n\r\n${'x'.repeat(299)}\n`;
	const server = createServer({noDelay: true}, socket => {
		let rest = '';
		socket.on('error', () => {});
		socket.on('data', chunk => {
			const text = rest + chunk.toString('latin1');
			let answers = '';
			let from = 0;
			for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n', from)) {
				answers += answer;
				from = end + 4;
			}
			rest = text.slice(from);
			if (answers !== '') socket.write(answers);
		});
	});
	return listenLocally(server);
}

const connected = (port: number): Promise<Socket> =>
	new Promise((resolve, reject) => {
		const socket = connect({port, host: '127.0.0.1', noDelay: true}, () => resolve(socket));
		socket.once('error', reject);
	});

/** Sends requests at once and resolves with everything received when that contains as many heads. */
function exchange(socket: Socket, requests: readonly string[]): Promise<string> {
	return new Promise(resolve => {
		let text = '';
		const take = (chunk: Buffer) => {
			text += chunk.toString('latin1');
			if (text.split('P2P-CI/1.').length <= requests.length || !/\n$/.test(text)) return;
			socket.off('data', take);
			resolve(text);
		};
		socket.on('data', take);
		socket.write(requests.join(''));
	});
}

type Asker = {readonly socket: Socket; readonly host: string};

/** Connections whose peers have joined; the first few share all RFCs. */
async function joinedAskers(port: number, count: number): Promise<Asker[]> {
	const askers: Asker[] = [];
	for (let each = 0; each < Math.max(count, holders); each++) {
		const socket = await connected(port);
		const host = `peer-${each}`;
		await exchange(socket, [oneOne('JOIN PEER', `Host: ${host}\r\nPort: 6000\r\n`)]);
		const numbers = each < holders ? Array.from({length: rfcs}, (_, at) => firstNumber + at) : [];
		const adds = numbers.map(rfc => oneOne(`ADD RFC ${rfc}`, `Host: ${host}\r\nTitle: ${title}\r\nSize: 54000\r\n`));
		if (adds.length > 0) await exchange(socket, adds);
		askers.push({socket, host});
	}
	return askers.slice(0, count);
}

type Load = {readonly kind: Kind; readonly depth: number; readonly seconds: number};

/** Keeps `depth` requests outstanding for a time; resolves with the number of answers. */
function load({socket, host}: Asker, {kind, depth, seconds}: Load, answerLength: number): Promise<number> {
	return new Promise(resolve => {
		const until = performance.now() + seconds * 1000;
		let asked = 0;
		let bytes = 0;
		const ask = (count: number) => {
			let text = '';
			for (const end = asked + count; asked < end; asked++) text += kind.request(asked, host);
			if (text !== '') socket.write(text);
		};
		const take = (chunk: Buffer) => {
			bytes += chunk.length;
			const answered = Math.floor(bytes / answerLength);
			if (performance.now() < until) ask(answered + depth - asked);
			else if (answered === asked && bytes % answerLength === 0) {
				socket.off('data', take);
				resolve(answered);
			}
		};
		socket.on('data', take);
		ask(depth);
	});
}

/** Microseconds of the server's processor time per request. */
async function measure(contender: ServerProcess, askers: readonly Asker[], work: Load): Promise<number> {
	const [first] = askers;
	if (!first) throw new Error('nobody asks');
	const answer = await exchange(first.socket, [work.kind.request(0, first.host)]);
	const before = await contender.processorTime();
	const answered = await Promise.all(askers.map(asker => load(asker, work, answer.length)));
	const used = (await contender.processorTime()) - before;
	return used / answered.reduce((sum, each) => sum + each, 0);
}

async function compare(): Promise<void> {
	const seconds = Number(values.seconds);
	const script = fileURLToPath(import.meta.url);
	const servers: ServerProcess[] = [];
	try {
		const anchor = await startServerProcess(script, ['anchor']);
		servers.push(anchor);
		const ours = await startServerProcess(script, ['index']);
		servers.push(ours);
		const count = Number(values.connections);
		const plain = await Promise.all(Array.from({length: count}, () => connected(anchor.port)));
		const anchorAskers = plain.map(socket => ({socket, host: 'nobody'}));
		const ourAskers = await joinedAskers(ours.port, count);
		for (const depth of values.depth.split(',').map(Number)) {
			console.log(`\n${count} connections, ${depth} requests under way on each, medians of ${values.rounds} rounds`);
			const chosen = kinds.filter(({name, anchor}) => anchor || name.includes(values.only));
			const results = chosen.map((): number[] => []);
			for (let round = 0; round <= Number(values.rounds); round++) {
				for (const [at, kind] of chosen.entries()) {
					const work = {kind, depth, seconds};
					const result = await (kind.anchor ? measure(anchor, anchorAskers, work) : measure(ours, ourAskers, work));
					// The first round is only a warm-up.
					if (round > 0) results[at]?.push(result);
				}
			}
			report(chosen, results.map(median));
		}
	} finally {
		for (const {child} of servers) child.kill();
	}
}

function report(chosen: readonly Kind[], costs: readonly number[]): void {
	for (const [at, {name}] of chosen.entries()) {
		const cost = costs[at] ?? 0;
		const ratio = (cost / (costs[0] ?? 1)).toFixed(2).padStart(6);
		console.log(`${name.padEnd(16)}${cost.toFixed(2).padStart(8)} us of processor a request${ratio} of the anchor`);
	}
}

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		depth: {type: 'string', default: '1,16'},
		connections: {type: 'string', default: '4'},
		seconds: {type: 'string', default: '1'},
		rounds: {type: 'string', default: '5'},
		only: {type: 'string', default: ''},
	},
});

const [role] = positionals;
if (role === undefined) {
	await compare();
	process.exit();
}
serveBenchmark(
	role === 'anchor' ? await serveAnchor() : (await startIndexServer({host: '127.0.0.1', port: 0})).facts().port,
);

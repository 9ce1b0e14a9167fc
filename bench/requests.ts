/**
 * What a request costs the index server: processor time for each, and as a ratio to an anchor measured in the same run.
 *
 *   node bench/requests.ts [--depth 1,16] [--connections 4] [--seconds 1] [--rounds 5] [--only LOOKUP]
 *
 * The anchor is a plain server that looks for the blank lines of requests and writes one fixed answer for each, all of a
 * chunk at once: the least that Node can do for this protocol. Each server is a process of its own; they are asked in
 * turns. On a busy machine look at the microseconds and the ratio, which stay; requests a second do not.
 */
import {type ChildProcess, fork} from 'node:child_process';
import {connect, createServer, type Socket} from 'node:net';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {startIndexServer} from '../source/server/index-server.ts';

/** All numbers have as many digits, so that all answers of a kind have the same length, which is how they are counted. */
const firstNumber = 1000;
const rfcs = 1000;
const holders = 3;
const title = 'Hypertext Transfer Protocol -- HTTP/1.1';

type Kind = {
	readonly name: string;
	/** The `count`th request, of a connection whose peer has this name. */
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

// The servers, each in a process of its own: it says its port, and its processor time whenever it is asked.

async function serveAnchor(): Promise<number> {
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
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return typeof address === 'object' && address !== null ? address.port : 0;
}

async function serve(role: string): Promise<void> {
	const port =
		role === 'anchor' ? await serveAnchor() : (await startIndexServer({host: '127.0.0.1', port: 0})).facts().port;
	process.on('message', () => {
		const {user, system} = process.cpuUsage();
		process.send?.(user + system);
	});
	process.on('disconnect', () => process.exit());
	process.send?.(port);
}

type Contender = {readonly port: number; readonly processorTime: () => Promise<number>};

const nextMessage = (child: ChildProcess): Promise<number> =>
	new Promise((resolve, reject) => {
		const onExit = (code: number | null) => reject(new Error(`a server ended with ${code}`));
		child.once('exit', onExit);
		child.once('message', message => {
			child.off('exit', onExit);
			resolve(Number(message));
		});
	});

async function start(role: string, children: ChildProcess[]): Promise<Contender> {
	const child = fork(fileURLToPath(import.meta.url), [role]);
	children.push(child);
	const port = await nextMessage(child);
	return {
		port,
		processorTime: () => {
			child.send('time');
			return nextMessage(child);
		},
	};
}

// Those who ask.

const connected = (port: number): Promise<Socket> =>
	new Promise((resolve, reject) => {
		const socket = connect({port, host: '127.0.0.1', noDelay: true}, () => resolve(socket));
		socket.once('error', reject);
	});

/** Sends requests at once and resolves with all that came when as many heads have come. */
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

/** Keeps `depth` requests under way for a time; resolves with how many were answered. */
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

/** Microseconds of the server's processor for each request. */
async function measure(contender: Contender, askers: readonly Asker[], work: Load): Promise<number> {
	const [first] = askers;
	if (!first) throw new Error('nobody asks');
	const answer = await exchange(first.socket, [work.kind.request(0, first.host)]);
	const before = await contender.processorTime();
	const answered = await Promise.all(askers.map(asker => load(asker, work, answer.length)));
	const used = (await contender.processorTime()) - before;
	return used / answered.reduce((sum, each) => sum + each, 0);
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

async function compare(): Promise<void> {
	const seconds = Number(values.seconds);
	const children: ChildProcess[] = [];
	try {
		const anchor = await start('anchor', children);
		const ours = await start('index', children);
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
					// The first round only warms everybody up.
					if (round > 0) results[at]?.push(result);
				}
			}
			report(chosen, results.map(median));
		}
	} finally {
		for (const child of children) child.kill();
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
await serve(role);

/**
 * What an index costs a peer: announcing a folder of RFCs, for the first time and again, and keeping a copy of the
 * index.
 *
 *   node --expose-gc bench/peer.ts [RFCS] [--holders 31] [--rfcs 3000]
 *
 * RFCS: the folder to announce (default ../shared/rfcs). The copy is of an index in which `--holders` peers hold
 * `--rfcs` RFCs each. The index server is a process of its own. The anchor for the copy, in the same run: the same
 * records as lines of JSON, parsed by a plain loop.
 */
import {readdirSync} from 'node:fs';
import {connect} from 'node:net';
import path from 'node:path';
import process from 'node:process';
import {setImmediate as turn, setTimeout as wait} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {openIndexLink} from '../source/peer/index/index-link.ts';
import {IndexTable} from '../source/peer/index/index-table.ts';
import {startPeer} from '../source/peer/peer.ts';
import {recordLine} from '../source/protocol/records.ts';
import {startServerProcess} from './server-process.ts';
import {benchFolder} from './temporary.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {holders: {type: 'string', default: '31'}, rfcs: {type: 'string', default: '3000'}},
});
const rfcs = path.resolve(positionals[0] ?? path.join(import.meta.dirname, '../../shared/rfcs'));
const indexScript = path.join(import.meta.dirname, 'index-process.ts');
const holders = Number(values.holders);
const each = Number(values.rfcs);
const digest = `sha-256=:${'A'.repeat(43)}=:`;

/** Joins as a peer that holds `each` RFCs, and stays. */
function hold(port: number, holder: number): Promise<void> {
	const fields = `Title: A Title of Usual Length for a Document of This Series\r\nSize: 54000\r\nRepr-Digest: ${digest}\r\n`;
	let text = `JOIN PEER P2P-CI/1.1\r\nHost: peer${holder}\r\nPort: ${6000 + holder}\r\n\r\n`;
	for (let rfc = 1; rfc <= each; rfc++) text += `ADD RFC ${rfc} P2P-CI/1.1\r\nHost: peer${holder}\r\n${fields}\r\n`;
	return new Promise((resolve, reject) => {
		let answers = 0;
		const socket = connect(port, '127.0.0.1', () => socket.write(text));
		socket.setEncoding('latin1').unref();
		socket.on('data', (data: string) => {
			answers += data.split('P2P-CI/1.1 200 OK').length - 1;
			if (answers === each + 1) resolve();
		});
		socket.on('error', reject);
	});
}

const ms = (began: number): string => `${(performance.now() - began).toFixed(0)} ms`;

async function announce(): Promise<void> {
	const documents = readdirSync(rfcs).filter(name => /^rfc\d+\.txt$/.test(name)).length;
	const folder = benchFolder('start');
	console.log(`A peer that shares ${documents} documents, from its start:`);
	for (const start of ['first', 'next']) {
		const {port, child} = await startServerProcess(indexScript, []);
		const link = openIndexLink({host: '127.0.0.1', port});
		const began = performance.now();
		const peer = startPeer({
			...{name: 'bench', rfcs, downloads: path.join(folder, 'downloads'), memory: path.join(folder, 'memory.json')},
			...{server: {host: '127.0.0.1', port}, uploadHost: '127.0.0.1', uploadPort: 0, agent: 'p2pci/bench'},
		});
		await peer.ready;
		const registered = ms(began);
		const known = async () => (await link.list()).filter(record => record.digest !== undefined).length;
		while ((await known()) < documents) await wait(5);
		console.log(`${start.padEnd(6)} start: registered in ${registered}, every digest in the index in ${ms(began)}`);
		link.close();
		await peer.close();
		child.kill();
	}
}

const newTable = (): IndexTable =>
	new IndexTable({defer: call => void setImmediate(call), onProgress: () => {}, onAdded: () => {}});

/** Bytes of the heap in use after garbage collection. */
async function heap(): Promise<number> {
	await turn();
	globalThis.gc?.();
	return process.memoryUsage().heapUsed;
}

/** Microseconds per call. */
function microseconds(count: number, call: (index: number) => unknown): string {
	const began = performance.now();
	for (let index = 0; index < count; index++) call(index);
	return `${(((performance.now() - began) * 1000) / count).toFixed(1)} us`;
}

async function copy(): Promise<void> {
	const {port, child} = await startServerProcess(indexScript, []);
	for (let holder = 0; holder < holders; holder++) await hold(port, holder);
	const link = openIndexLink({host: '127.0.0.1', port});
	await link.peers();
	const before = await heap();
	const table = newTable();
	const began = performance.now();
	await link.recordPages(async records => {
		for (const record of records) table.put(record);
		await turn();
	});
	const listed = ms(began);
	link.close();
	child.kill();
	const {records} = table.counts;
	const held = ((await heap()) - before) / records;
	console.log(`\nA copy of an index with ${records} records:`);
	console.log(`listed and entered in ${listed}${globalThis.gc ? `, ${held.toFixed(0)} bytes a record` : ''}`);
	const parsed = performance.now();
	const all = Array.from({length: each}, (_, index) => table.holdersOf(index + 1)).flat();
	const lines = all.map(recordLine);
	for (const line of lines) JSON.parse(line);
	console.log(`anchor: the same as lines of JSON, written and read in ${ms(parsed)}`);
	const changed = (index: number) => {
		const record = all[(index * 7919) % records];
		if (record) for (const _ of table.apply({event: 'rfc-changed', generation: `x-${index}`, record}));
	};
	console.log(`one event entered in ${microseconds(10_000, changed)}`);
	const rfcRows = (index: number) => table.rfcs({filter: '', offset: (index * 31) % each, limit: 40});
	const recordRows = (index: number) => table.records({filter: '', offset: (index * 7919) % records, limit: 40});
	console.log(`a window of 40 rows: RFCs ${microseconds(5000, rfcRows)}, records ${microseconds(5000, recordRows)}`);
}

await announce();
await copy();
process.exit(0);

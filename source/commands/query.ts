/** `p2pci lookup`, `list`, `peers` and `search`: one request to the index server, for people and scripts. */
import process from 'node:process';
import type {PeerRecord, RfcRecord, SearchHit} from '../protocol/message.ts';
import {decimal} from '../protocol/numbers.ts';
import {hostPort} from '../text/address.ts';
import {sentence} from '../text/failures.ts';
import {jsonText} from '../text/json-text.ts';
import {printable} from '../text/printable.ts';
import {operandNumber} from './documents/selection.ts';
import {type Invocation, missingArgument, type Run, UsageError} from './line/command.ts';
import {missingQuery} from './line/flag-values.ts';
import {networkOf} from './line/network.ts';
import {withIndex} from './one-shot.ts';
import {type ExitCode, exitCodes} from './process/exit-codes.ts';
import {printError, printOut} from './process/output.ts';
import {type Column, plainTable} from './process/plain-table.ts';

/** The most that an index server returns. */
const mostHits = 10_000;

const recordColumns: ReadonlyArray<Column<RfcRecord>> = [
	{title: 'RFC', of: ({rfc}) => String(rfc), align: 'right'},
	{title: 'TITLE', of: ({title}) => title, yields: true},
	{title: 'HOLDER', of: ({host}) => host},
	{title: 'ADDRESS', of: ({address, port}) => hostPort(address, port)},
];

const peerColumns: ReadonlyArray<Column<PeerRecord>> = [
	{title: 'NAME', of: ({host}) => host},
	{title: 'ADDRESS', of: ({address, port}) => hostPort(address, port)},
	{title: 'RFCS', of: ({rfcs}) => String(rfcs), align: 'right'},
	{title: 'VERSION', of: ({version}) => version},
	{title: 'REACHABLE', of: ({reachable}) => (reachable === undefined ? '?' : reachable ? 'yes' : 'no')},
	{title: 'JOINED', of: ({joined}) => joined},
	{title: 'OS', of: ({os = ''}) => os},
];

const hitColumns: ReadonlyArray<Column<SearchHit>> = [
	{title: 'RFC', of: ({rfc}) => String(rfc), align: 'right'},
	{title: 'TITLE', of: ({title}) => title, yields: true},
	{title: 'HOLDERS', of: ({holders}) => String(holders), align: 'right'},
];

const questions: Readonly<Record<string, (invocation: Invocation) => Promise<ExitCode>>> = {
	lookup,
	list,
	peers,
	search,
};

export const run: Run = (command, invocation) => {
	const question = questions[command];
	if (!question) throw new Error(`no such question: ${command}`);
	return question(invocation);
};

async function lookup(invocation: Invocation): Promise<ExitCode> {
	const [text = ''] = invocation.operands;
	const rfc = operandNumber(text);
	if (rfc === undefined) throw new UsageError(sentence({kind: 'rfc-invalid', value: text}));
	return withIndex(await networkOf(invocation), async (link, signal) => {
		const records = await link.lookup(rfc, signal);
		if (records.length > 0 || invocation.on('json')) show(records, recordColumns, invocation);
		if (records.length > 0) return exitCodes.done;
		printError(sentence({kind: 'not-found', rfc}));
		return exitCodes.notFound;
	});
}

async function list(invocation: Invocation): Promise<ExitCode> {
	return withIndex(await networkOf(invocation), async (link, signal) => {
		const records = await link.list(signal);
		show(records, recordColumns, invocation);
		if (records.length === 0) printError('The index is empty: nobody shares an RFC now.');
		return exitCodes.done;
	});
}

async function peers(invocation: Invocation): Promise<ExitCode> {
	return withIndex(await networkOf(invocation), async (link, signal) => {
		const all = await link.peers(signal);
		show(all, peerColumns, invocation);
		if (all.length === 0) printError('No peer is joined now.');
		return exitCodes.done;
	});
}

async function search(invocation: Invocation): Promise<ExitCode> {
	const query = invocation.operands.join(' ').trim();
	if (query === '') throw missingArgument(missingQuery);
	const limit = invocation.value('limit', limitOf, 'a number from 1 to 10000');
	return withIndex(await networkOf(invocation), async (link, signal) => {
		const hits = await link.search(query, limit, signal);
		if (hits.length > 0 || invocation.on('json')) show(hits, hitColumns, invocation);
		if (hits.length > 0) return exitCodes.done;
		printError(
			printable(`No RFC here has "${query}" in its number or title. Fewer words, or shorter ones, find more.`),
		);
		return exitCodes.notFound;
	});
}

const limitOf = (text: string): number | undefined => {
	const limit = decimal(text);
	return limit !== undefined && limit >= 1 && limit <= mostHits ? limit : undefined;
};

function show<Row>(rows: readonly Row[], columns: ReadonlyArray<Column<Row>>, invocation: Invocation): void {
	if (invocation.on('json')) printOut(jsonText(rows, 2));
	else if (rows.length > 0)
		printOut(plainTable(columns, rows, process.stdout.isTTY ? process.stdout.columns : undefined));
}

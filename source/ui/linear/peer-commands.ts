/** The commands of the peer's conversation. */
import {filterWords, startsWords} from '../../order/filter-words.ts';
import type {Download, LibraryEntry} from '../../peer/peer-state.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {rfcNumber} from '../../rfc/typed-number.ts';
import {sentence} from '../../text/failures.ts';
import {isOwn} from '../../text/place-key.ts';
import {printable} from '../../text/printable.ts';
import {bytes, counted} from '../../text/quantity.ts';
import {percent} from '../format.ts';
import {documents} from '../panes/library-table.ts';
import {isAmbiguous, names, versionsOf} from '../panes/versions.ts';
import {askedWords, bestHolder, getFrom} from '../peer/results.ts';
import {sessionSentence} from './announcements.ts';
import {sayFound} from './found.ts';
import {filterArgument, sayMessage, sayMessages} from './last-messages.ts';
import type {LineCommand} from './line-command.ts';
import {addDocument, removeDocument} from './own-documents.ts';
import type {PeerTalk} from './peer-talk.ts';
import {sayPeers} from './say-peers.ts';

type Command = LineCommand<PeerTalk>;

/** A command about one RFC; anything but a number is rejected with a sentence. */
const aboutRfc =
	(work: (rfc: number, ground: PeerTalk) => Promise<void> | void): Command['run'] =>
	async (text, ground) => {
		const rfc = rfcNumber(text);
		if (rfc === undefined) ground.talk.say(sentence({kind: 'rfc-invalid', value: printable(text)}));
		else await work(rfc, ground);
	};

const title = (records: readonly RfcRecord[]): string => printable(records[0]?.title ?? '');

function sayHolders(rfc: number, records: readonly RfcRecord[], {talk}: PeerTalk): void {
	if (records.length === 0) {
		talk.say(`Nobody here has RFC ${rfc} now. want ${rfc} gets it as soon as somebody shares it.`);
		return;
	}
	talk.say(`RFC ${rfc}, ${title(records)}: ${counted(records.length, 'holder')}.`);
	const versions = versionsOf(records);
	const letter = (record: RfcRecord): string =>
		isAmbiguous(versions) ? `, version ${versions.find(each => each.digest === record.digest)?.letter}` : '';
	talk.sayPage(
		records.map(
			record => `${printable(record.host)} at ${printable(record.address)}, port ${record.port}${letter(record)}.`,
		),
	);
}

async function get(rfc: number, ground: PeerTalk): Promise<void> {
	const {peer, talk, signal} = ground;
	if (peer.has(rfc)) {
		talk.say(`You have RFC ${rfc} already: read ${rfc} reads it.`);
		return;
	}
	const records = await peer.lookup(rfc, signal);
	const best = bestHolder(records, isOwn(peer.facts()));
	if (records.length === 0) sayHolders(rfc, records, ground);
	else if (best === undefined) talk.say(`Only you share RFC ${rfc}.`);
	else if (best !== 'choose') begin(best, ground);
	else await choose(rfc, records, ground);
}

/** If it is shared in several versions, asks which one to get instead. */
function want(rfc: number, ground: PeerTalk): Promise<void> | void {
	const {peer, talk} = ground;
	const records = peer.index()?.holdersOf(rfc) ?? [];
	if (bestHolder(records, isOwn(peer.facts())) === 'choose') return choose(rfc, records, ground);
	peer.want(rfc);
	talk.say(`RFC ${rfc} is wanted.`);
}

function begin(record: RfcRecord, {peer, talk}: PeerTalk): void {
	const isNew = getFrom(peer, record) === undefined;
	talk.say(
		isNew
			? `${askedWords(peer, record)}.`
			: `RFC ${record.rfc} is among the transfers already: status says how far it is.`,
	);
}

async function choose(rfc: number, records: readonly RfcRecord[], ground: PeerTalk): Promise<void> {
	const {talk, peer} = ground;
	const versions = versionsOf(records).filter(({digest}) => digest !== undefined);
	talk.say(`RFC ${rfc} exists in ${versions.length} versions.`);
	for (const {letter, size, records: holders, guess} of versions) {
		const what = [size === undefined ? 'of unknown size' : bytes(size), `at ${names(holders)}`, guess];
		talk.say(`${letter}: ${what.filter(words => words !== '').join(', ')}.`);
	}
	const answer = (await talk.ask('Which version? A letter, or nothing to leave it:')) ?? '';
	const version = versions.find(({letter}) => letter === answer.toUpperCase());
	const holder = version?.records.find(record => !isOwn(peer.facts())(record));
	if (holder === undefined) talk.say('Cancelled.');
	else begin(holder, ground);
}

type OfRfc = readonly [rfc: number, records: readonly RfcRecord[]];

const byNumber = (records: readonly RfcRecord[]): readonly OfRfc[] => [...Map.groupBy(records, ({rfc}) => rfc)];

const rfcLine = ([rfc, records]: OfRfc): string => `RFC ${rfc}, ${title(records)}: ${names(records)}.`;

async function list(_: string, {peer, talk, signal}: PeerTalk): Promise<void> {
	const records = await peer.list(signal);
	const rfcs = byNumber(records);
	talk.say(`The index server knows ${counted(records.length, 'record')} of ${counted(rfcs.length, 'RFC')}.`);
	talk.sayPage(rfcs.map(rfcLine));
}

async function search(text: string, {peer, talk, signal}: PeerTalk): Promise<void> {
	const words = filterWords(text);
	const found = byNumber(await peer.list(signal)).filter(([rfc, all]) => startsWords(`${rfc} ${title(all)}`, words));
	talk.say(`${counted(found.length, 'RFC matches', 'RFCs match')}.`);
	talk.sayPage(found.map(rfcLine));
}

function transferLine({rfc, state}: Download): string {
	if (state.kind !== 'running')
		return `RFC ${rfc}: ${state.kind === 'differs' ? 'differs from your file' : state.kind}.`;
	const share = state.total === undefined ? bytes(state.received) : percent(state.received, state.total).trim();
	return `RFC ${rfc}: coming, ${share}, ${bytes(state.rate)} a second.`;
}

function status(_: string, {peer, talk}: PeerTalk): void {
	const facts = peer.facts();
	talk.say(sessionSentence(facts));
	const sending = facts.uploads.filter(({state}) => state === 'running');
	talk.say(`Got ${counted(facts.got, 'RFC')}, sent ${facts.sent}. ${counted(sending.length, 'upload')} running.`);
	talk.sayPage([...facts.downloads.map(transferLine), ...facts.wanted.map(number => `RFC ${number}: wanted.`)]);
}

/** A command about the newest download of an RFC. */
const aboutDownload = (work: (download: Download, ground: PeerTalk) => Promise<void> | void): Command['run'] =>
	aboutRfc(async (rfc, ground) => {
		const download = ground.peer.facts().downloads.find(each => each.rfc === rfc);
		if (download === undefined) ground.talk.say(`There is no download of RFC ${rfc}.`);
		else await work(download, ground);
	});

function drop(rfc: number, {peer, talk}: PeerTalk): void {
	const {downloads, wanted} = peer.facts();
	const download = downloads.find(each => each.rfc === rfc);
	if (download !== undefined) peer.drop(download.id);
	else if (wanted.includes(rfc)) peer.unwant(rfc);
	talk.say(download === undefined && !wanted.includes(rfc) ? `There is no download of RFC ${rfc}.` : 'Dropped.');
}

const rfc = {argument: 'NUMBER', question: 'RFC number:'} as const;

export const peerCommands: readonly Command[] = [
	{
		names: ['1', 'add'],
		argument: 'NUMBER or FILE',
		question: 'RFC number or file to share:',
		label: 'share a document',
		run: addDocument,
	},
	{names: ['2', 'remove'], ...rfc, label: 'take a document back from the index', run: aboutRfc(removeDocument)},
	{
		names: ['3', 'lookup'],
		...rfc,
		label: 'say who has an RFC',
		run: aboutRfc(async (number, ground) =>
			sayHolders(number, await ground.peer.lookup(number, ground.signal), ground),
		),
	},
	{names: ['4', 'list'], label: 'list everything that is shared', run: list},
	{names: ['5', 'exit'], label: 'leave', run: () => {}},
	{names: ['6', 'get'], ...rfc, label: 'get an RFC from a peer that has it', run: aboutRfc(get)},
	{names: ['search'], argument: 'WORDS', question: 'Words:', label: 'find RFCs by number and title', run: search},
	{names: ['peers'], argument: 'WORDS', label: 'say who is there', run: sayPeers},
	{
		names: ['messages'],
		argument: filterArgument,
		label: 'the last messages, sent and received',
		run: (filter, {peer, talk}) => sayMessages(filter, peer.wire, talk),
	},
	{
		names: ['message'],
		argument: 'NUMBER',
		question: 'Number of the message:',
		label: 'a message in full, and what its lines mean',
		run: (number, {peer, talk}) => sayMessage(number, peer.wire, talk),
	},
	{
		names: ['read'],
		...rfc,
		label: 'read an RFC that is here',
		run: aboutRfc(async (number, {peer, talk}) => talk.sayPage(printableLines(await peer.read(number)), 30)),
	},
	{names: ['more', 'm'], label: 'the next lines of a long answer', run: (_, {talk}) => talk.more()},
	{names: ['status', 's'], label: 'status, and every transfer', run: status},
	{
		names: ['library'],
		argument: 'WORDS',
		label: 'the documents of your folders',
		run: (words, {peer, talk}) => sayFound(words, {...documentLines, rows: peer.library()}, talk),
	},
	{names: ['pause'], ...rfc, label: 'pause a download', run: aboutDownload(({id}, {peer}) => peer.pause(id))},
	{names: ['resume'], ...rfc, label: 'resume a download', run: aboutDownload(({id}, {peer}) => peer.resume(id))},
	{names: ['retry'], ...rfc, label: 'try a download again', run: aboutDownload(({id}, {peer}) => peer.retry(id))},
	{
		names: ['drop'],
		...rfc,
		label: 'cancel a download, or remove it from the list, also what is wanted',
		run: aboutRfc(drop),
	},
	{
		names: ['replace'],
		...rfc,
		label: 'take the new file where it differs from yours',
		run: aboutDownload(async ({id, rfc: number}, {peer, talk}) => {
			await peer.replace(id);
			talk.say(`RFC ${number} is the new file now.`);
		}),
	},
	{
		names: ['want'],
		...rfc,
		label: 'get an RFC as soon as somebody shares it',
		run: aboutRfc(want),
	},
	{names: ['reconnect', 'r'], label: 'try the index server now', run: (_, {peer}) => peer.reconnect()},
];

const documentLines = {
	what: 'document',
	textOf: documents.textOf,
	lineOf: ({rfc: number, title: name, shared}: LibraryEntry) =>
		`RFC ${number}, ${printable(name)}: ${shared ? 'shared' : 'not shared'}.`,
};

/** The lines of a document without blank ones, which are only heard as silence. */
const printableLines = (text: string): readonly string[] =>
	text
		.split(/\r?\n|\f/)
		.map(line => printable(line).trim())
		.filter(line => line !== '');

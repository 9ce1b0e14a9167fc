/** What a peer remembers of its downloads for the next start: those that run, wait, or are paused. */
import type {RfcRecord} from '../../protocol/message.ts';
import {isCount, isPort, isRfcNumber} from '../../protocol/numbers.ts';
import {cleanTitle, isDigest, isHostName} from '../../protocol/values.ts';
import {type Members, membersOf, objectOf} from '../../text/json-text.ts';
import {downloadKey, isUnderWay, type Job} from './download-job.ts';
import {isOfFolder} from './folder-trouble.ts';

export type Remembered = {
	readonly record: RfcRecord;
	/** The bytes that were here when the person paused it; absent unless it is paused. */
	readonly pausedAt?: number;
};

/** Whether the next start continues it. One that awaits a holder counts, or room on the disk. */
export const isUnfinished = ({download: {state}}: Job): boolean =>
	isUnderWay(state) || state.kind === 'paused' || awaitsHolder(state) || awaitsFolder(state);

const awaitsFolder = (state: Job['download']['state']): boolean => state.kind === 'failed' && isOfFolder(state.failure);

/** Whether it begins again as soon as somebody joins who has it. */
export const awaitsHolder = (state: Job['download']['state']): boolean =>
	state.kind === 'failed' && state.awaits === true;

/** In the order in which they are to start: the running ones, the queue, the paused ones. */
export function rememberedOf(jobs: Iterable<Job>, queue: readonly Job[]): readonly Remembered[] {
	const waiting = new Set(queue);
	const others = [...jobs].filter(job => isUnfinished(job) && !waiting.has(job));
	const isPaused = ({download: {state}}: Job) => state.kind === 'paused';
	return [...others.filter(job => !isPaused(job)), ...queue, ...others.filter(isPaused)].map(
		({record, download: {title, state}}) => ({
			record: record.title === '' ? {...record, title} : record,
			...(state.kind === 'paused' ? {pausedAt: state.received} : {}),
		}),
	);
}

/** Room for some 20,000 downloads; later ones are not remembered. */
const mostCharacters = 4 * 1024 * 1024;
/** UTF-8 takes up to three bytes for a character of a string. */
export const mostBytes = 3 * mostCharacters + 1024;

/** The text of the file: a JSON object with one line for each download. */
export function rememberedText(list: readonly Remembered[]): string {
	const lines: string[] = [];
	let room = mostCharacters;
	for (const each of list) {
		const line = JSON.stringify(membersFor(each));
		room -= line.length + 2;
		if (room < 0) break;
		lines.push(line);
	}
	return lines.length === 0 ? '{"downloads":[]}\n' : `{"downloads":[\n${lines.join(',\n')}\n]}\n`;
}

/** Without a digest only this very holder may be asked; with one, whoever holds the same bytes at the next start. */
function membersFor({record, pausedAt}: Remembered): object {
	const {rfc, title, size, digest, host, address, port} = record;
	const paused = pausedAt === undefined ? {} : {paused: true, received: pausedAt};
	return digest === undefined ? {rfc, title, host, address, port, ...paused} : {rfc, title, size, digest, ...paused};
}

/** The downloads in the text of the file; invalid ones are ignored. Undefined when it is not such a file. */
export function rememberedIn(text: string): readonly Remembered[] | undefined {
	const {downloads} = membersOf(text);
	if (!Array.isArray(downloads)) return undefined;
	return withoutDuplicates(downloads.map(value => rememberedFrom(objectOf(value))).filter(each => each !== undefined));
}

/** The first of those that stand for the same download. */
export function withoutDuplicates(list: readonly Remembered[]): readonly Remembered[] {
	const known = new Set<string>();
	return list.filter(({record}) => {
		const key = downloadKey(record);
		return !known.has(key) && known.add(key);
	});
}

function rememberedFrom(members: Members): Remembered | undefined {
	const {rfc, title, digest, size, paused, received} = members;
	if (!isRfcNumber(rfc)) return undefined;
	const place = digest === undefined ? placeFrom(members) : nobody;
	const declared = digest === undefined ? {} : declaredFrom(digest, size);
	if (!place || !declared) return undefined;
	const record = {rfc, title: typeof title === 'string' ? (cleanTitle(title) ?? '') : '', ...place, ...declared};
	return paused === true ? {record, pausedAt: isCount(received) ? received : 0} : {record};
}

/** A placeholder: the holders are looked up when its turn has come. */
const nobody = {host: '', address: '', port: 0};

function placeFrom({host, address, port}: Members): typeof nobody | undefined {
	const isName = (value: unknown): value is string => typeof value === 'string' && isHostName(value);
	return isName(host) && isName(address) && isPort(port) ? {host, address, port} : undefined;
}

function declaredFrom(digest: unknown, size: unknown): {digest: string; size?: number} | undefined {
	return isDigest(digest) ? {digest, ...(isCount(size) ? {size} : {})} : undefined;
}

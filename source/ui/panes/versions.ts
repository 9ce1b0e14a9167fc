/** Several files under one RFC number: who holds which, and how they may differ. Pure. */
import {sizeAmong, type VersionGroup, versionGroups} from '../../order/version-groups.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {hostPort} from '../../text/address.ts';
import {nameList, toName} from '../../text/name-list.ts';
import {printable} from '../../text/printable.ts';
import {count} from '../../text/quantity.ts';
import {type Act, keyAtStart, keyOf} from '../keys.ts';

/** Holders of the same bytes. Holders without a digest are a group of their own, which may contain anything. */
export type DocumentVersion = {
	/** `A` is held at most addresses; `?` has no digest. */
	readonly letter: string;
	readonly digest?: string;
	readonly size?: number;
	readonly records: readonly RfcRecord[];
	/** A guess at the difference to `A`, in words; empty for `A` itself and when sizes are unknown. */
	readonly guess: string;
};

type Sized = Omit<DocumentVersion, 'letter' | 'guess'>;

function sized({digest, records}: VersionGroup<RfcRecord>): Sized {
	const size = digest === undefined ? undefined : sizeAmong(records);
	return {
		records,
		...(digest === undefined ? {} : {digest}),
		...(size === undefined ? {} : {size}),
	};
}

/** Plausible average bytes per line of a text in RFC format, blank lines included. */
const lineLength = {least: 25, most: 75} as const;

function guess({size, digest}: Sized, first: Sized): string {
	if (digest === first.digest || size === undefined || first.size === undefined) return '';
	const more = size - first.size;
	if (more === 0) return 'as long, but not the same';
	const perByte = Math.min(size, first.size) / Math.abs(more);
	if (perByte < lineLength.least || perByte > lineLength.most) {
		return `${count(Math.abs(more))} bytes ${more > 0 ? 'longer' : 'shorter'}`;
	}
	return more > 0
		? 'one byte more for each line: probably Windows line ends'
		: 'one byte less for each line: probably without Windows line ends';
}

const letterOf = (digest: string | undefined, place: number): string =>
	digest === undefined ? '?' : String.fromCharCode('A'.charCodeAt(0) + Math.min(place, 25));

/** The versions of one RFC, from the records of its holders. */
export function versionsOf(records: readonly RfcRecord[]): readonly DocumentVersion[] {
	const groups = versionGroups(records).map(sized);
	const [first] = groups;
	if (first === undefined) return [];
	return groups.map((group, place) => ({
		...group,
		letter: letterOf(group.digest, place),
		guess: guess(group, first),
	}));
}

/** Whether a person has to choose: there are two files, not just one file and a holder without a digest. */
export const isAmbiguous = (versions: readonly DocumentVersion[]): boolean =>
	versions.filter(({digest}) => digest !== undefined).length > 1;

/** `alice and lab-mirror`, `alice, bob, carol and 4 more`. Peers of 1.0 on one machine differ in their ports alone. */
export function names(records: readonly RfcRecord[]): string {
	const named = toName(records);
	const all = named.map(({host, port}) =>
		printable(named.some(other => other.host === host && other.port !== port) ? hostPort(host, port) : host),
	);
	return nameList(all, records.length);
}

function versionWords({letter, digest, size, records}: DocumentVersion): string {
	if (digest === undefined) return `${letter}, without a digest, at ${names(records)}`;
	return `${letter}, ${size === undefined ? 'of unknown size' : `${count(size)} bytes`}, at ${names(records)}`;
}

const versionActs: Readonly<Record<string, Act>> = {A: 'version-a', B: 'version-b', C: 'version-c'};

/** What to tell a person who has to choose between versions. */
export function versionSentence(rfc: number, versions: readonly DocumentVersion[]): string {
	const guesses = versions
		.filter(version => version.guess !== '')
		.map(({letter, guess: words}) => `${letter} is ${words}.`);
	const said = [
		`RFC ${rfc} exists in ${versions.length} versions: ${versions.map(versionWords).join('; ')}.`,
		...guesses,
	];
	return said.join(' ').replaceAll(' is one byte', ' has one byte');
}

/** With which keys the person chooses. */
export function versionKeys(versions: readonly DocumentVersion[]): string {
	const keys = versions
		.filter(({digest}) => digest !== undefined)
		.slice(0, 3)
		.flatMap(({letter}) => {
			const act = versionActs[letter];
			return act === undefined ? [] : [`${keyOf(act, 'versions')} gets ${letter}`];
		});
	return `${keyAtStart('open', 'results')} gets the one under the cursor, ${keys.join(', ')}.`;
}

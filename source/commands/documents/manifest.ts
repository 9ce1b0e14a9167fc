/**
 * Manifests: SHA-256 digests of files in the format of sha256sum (GNU coreutils). Only lines about `rfcN.txt` matter.
 * Pure.
 */
import {rfcNumberOfFile} from '../../rfc/file-name.ts';
import {digestOfHex, hexOfDigest} from './digest-text.ts';

export type ManifestEntry = {readonly name: string; readonly digest: string};

export type Manifest = {
	/** By RFC number. */
	readonly files: ReadonlyMap<number, ManifestEntry>;
	/** Before each name in the text, as `rfcs/` where the manifest was made in the folder above. */
	readonly folder?: string;
	/** Lines about other files, and comments, unchanged. */
	readonly others: readonly string[];
};

/** The manifest is invalid; the message completes "… cannot be used: …". */
export class ManifestError extends Error {
	override readonly name = 'ManifestError';
}

export const emptyManifest: Manifest = {files: new Map(), others: []};

/** Digest, two spaces or space and asterisk, name; a backslash before the digest means that the name has escapes. */
const linePattern = /^(\\?)([0-9a-f]{64}) [ *](.+)$/i;

/** A line about an RFC: `folder` is empty or ends with a slash. */
type RfcLine = {readonly rfc: number; readonly folder: string; readonly entry: ManifestEntry};

/** Parses a manifest. Throws a `ManifestError` for an invalid line, and for two digests of one RFC. */
export function parseManifest(text: string): Manifest {
	const lines = text
		.replace(/^\uFEFF/, '')
		.split(/\r?\n/)
		.map((line, at) => ({line, rfc: rfcLine(line, at + 1)}))
		.filter(({line}) => line.trim() !== '');
	const folder = folderOf(lines.flatMap(({rfc}) => rfc ?? []));
	const files = new Map<number, ManifestEntry>();
	const others: string[] = [];
	for (const {line, rfc} of lines) {
		if (rfc?.folder === folder) enter(files, rfc);
		else others.push(line);
	}
	return {files, others, ...(folder === '' ? {} : {folder})};
}

/** Undefined when the line is about no RFC. Throws a `ManifestError` when it has no place in a manifest. */
function rfcLine(line: string, number: number): RfcLine | undefined {
	if (line.trim() === '' || line.startsWith('#')) return undefined;
	const [, escaped, hex = '', path = ''] = linePattern.exec(line) ?? [];
	if (escaped === undefined) throw new ManifestError(`its line ${number} is not a checksum and a file name`);
	const [, folder = '', name = ''] = /^(?:\.\/)?(.*\/)?(.*)$/.exec(path) ?? [];
	const rfc = escaped === '' ? rfcNumberOfFile(name) : undefined;
	return rfc === undefined ? undefined : {rfc, folder, entry: {name, digest: digestOfHex(hex)}};
}

/** Where the files are that a manifest is about: beside it, or all in one folder; in several, other files are meant. */
function folderOf(lines: readonly RfcLine[]): string {
	const [folder = '', ...more] = new Set(lines.map(line => line.folder));
	return more.length === 0 ? folder : '';
}

function enter(files: Map<number, ManifestEntry>, {rfc, entry}: RfcLine): void {
	const before = files.get(rfc);
	if (before && before.digest !== entry.digest) {
		throw new ManifestError(`it has two different digests of RFC ${rfc}`);
	}
	files.set(rfc, before ?? entry);
}

/** The text of a manifest: its files by number, then the other lines unchanged. */
export function formatManifest({files, folder = '', others}: Manifest): string {
	const numbers = [...files.keys()].sort((one, other) => one - other);
	const lines = numbers.flatMap(rfc => {
		const entry = files.get(rfc);
		return entry ? [`${hexOfDigest(entry.digest)}  ${folder}${entry.name}`] : [];
	});
	return [...lines, ...others].map(line => `${line}\n`).join('');
}

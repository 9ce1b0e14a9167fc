/**
 * Manifests: SHA-256 digests of files in the format of sha256sum (GNU coreutils). Only lines about `rfcN.txt` matter.
 * Pure.
 */
import {rfcNumberOfFile} from '../rfc/file-name.ts';
import {digestOfHex, hexOfDigest} from './digest-text.ts';

export type ManifestEntry = {readonly name: string; readonly digest: string};

export type Manifest = {
	/** By RFC number. */
	readonly files: ReadonlyMap<number, ManifestEntry>;
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

/** Parses a manifest. Throws a `ManifestError` for an invalid line, and for two digests of one RFC. */
export function parseManifest(text: string): Manifest {
	const files = new Map<number, ManifestEntry>();
	const others: string[] = [];
	for (const [at, line] of text
		.replace(/^\uFEFF/, '')
		.split(/\r?\n/)
		.entries()) {
		if (line.trim() === '') continue;
		const [, escaped, hex = '', path = ''] = linePattern.exec(line) ?? [];
		const name = path.replace(/^\.\//, '');
		const rfc = escaped === '' ? rfcNumberOfFile(name) : undefined;
		if (rfc !== undefined) enter(files, rfc, {name, digest: digestOfHex(hex)});
		else if (escaped !== undefined || line.startsWith('#')) others.push(line);
		else throw new ManifestError(`its line ${at + 1} is not a checksum and a file name`);
	}
	return {files, others};
}

function enter(files: Map<number, ManifestEntry>, rfc: number, entry: ManifestEntry): void {
	const before = files.get(rfc);
	if (before && before.digest !== entry.digest) {
		throw new ManifestError(`it has two different digests of RFC ${rfc}`);
	}
	files.set(rfc, before ?? entry);
}

/** The text of a manifest: its files by number, then the other lines unchanged. */
export function formatManifest({files, others}: Manifest): string {
	const numbers = [...files.keys()].sort((one, other) => one - other);
	const lines = numbers.flatMap(rfc => {
		const entry = files.get(rfc);
		return entry ? [`${hexOfDigest(entry.digest)}  ${entry.name}`] : [];
	});
	return [...lines, ...others].map(line => `${line}\n`).join('');
}

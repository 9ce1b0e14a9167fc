/** What is wrong with folders and files, as data and in words. */
import {bytes, counted} from './quantity.ts';
import type {SentenceTable} from './sentence-table.ts';
import {typed} from './typed.ts';

export type FileFailure =
	| {readonly kind: 'folder-unreadable'; readonly folder: string; readonly reason: string; readonly flag?: string}
	/** It was readable before; `rfcs`: how many were shared from it. */
	| {readonly kind: 'folder-lost'; readonly folder: string; readonly reason: string; readonly rfcs: number}
	/** `flag`, or a variable of the environment, gives another. */
	| {readonly kind: 'folder-not-writable'; readonly folder: string; readonly reason: string; readonly flag?: string}
	/** The person's decisions will be forgotten at the end. */
	| {readonly kind: 'memory-not-writable'; readonly file: string; readonly reason: string}
	| {readonly kind: 'folder-empty'; readonly folder: string}
	/** Another peer on this machine, `by`, shares the same folder. */
	| {readonly kind: 'folder-twice'; readonly folder: string; readonly by: string}
	| {readonly kind: 'file-unreadable'; readonly file: string; readonly reason: string}
	/** A file of the peer itself. */
	| {readonly kind: 'memory-unreadable'; readonly file: string; readonly reason: string}
	/** Two files of one number with different contents: `file` is used, `other` is not. */
	| {readonly kind: 'two-versions'; readonly rfc: number; readonly file: string; readonly other: string}
	/** The RFC is not in any of the folders. */
	| {readonly kind: 'not-in-folders'; readonly rfc: number}
	| {readonly kind: 'file-too-large'; readonly file: string; readonly bytes: number; readonly limit: number}
	/** It can be shared, but not be shown. */
	| {readonly kind: 'text-too-large'; readonly file: string; readonly bytes: number; readonly limit: number}
	/** `reason` completes "… cannot be used: …". */
	| {readonly kind: 'key-unusable'; readonly file: string; readonly reason: string}
	| {readonly kind: 'key-unwritable'; readonly file: string; readonly reason: string}
	/** The manifest (a file of SHA-256 digests) cannot be used: `reason` completes "… cannot be used: …". */
	| {readonly kind: 'manifest-unusable'; readonly file: string; readonly reason: string}
	| {readonly kind: 'manifest-unwritable'; readonly file: string; readonly reason: string}
	| {readonly kind: 'not-in-manifest'; readonly rfc: number; readonly file: string};

export const fileSentences: SentenceTable<FileFailure> = {
	'folder-unreadable': ({folder, reason, flag = '--rfcs'}) =>
		`Cannot read the folder ${folder} (${reason}). Give another: ${flag} FOLDER.`,
	'folder-lost': ({folder, reason, rfcs}) =>
		`The folder ${folder} cannot be read any more (${reason}): ${counted(rfcs, 'RFC')} in it ${rfcs === 1 ? 'is' : 'are'} not shared until it is back.`,
	'folder-not-writable': ({folder, reason, flag = '--downloads'}) =>
		`Cannot write to ${folder} (${reason})${flag === '--downloads' ? ': what is there is shared, nothing can be downloaded' : ''}. Give another: ${flag}${flag.startsWith('-') ? ' ' : '='}FOLDER.`,
	'memory-not-writable': ({file, reason}) =>
		`Cannot write ${file} (${reason}): p2pci works, but forgets at the end what this file is to remember.`,
	'folder-empty': ({folder}) =>
		`${folder} holds no rfcNNNN.txt, so you share nothing; searching and getting work all the same.`,
	'folder-twice': ({folder, by}) =>
		`${by} on this machine shares this same folder, ${folder}, so there is nothing that you could get from it. Start with --rfcs and another folder to see a download.`,
	'file-unreadable': ({file, reason}) => `Cannot read ${file} (${reason}): it is not shared.`,
	'memory-unreadable': ({file, reason}) => `Cannot read ${file} (${reason}): p2pci goes on without what it remembers.`,
	'two-versions': ({rfc, file, other}) =>
		`RFC ${rfc} is in your folders twice with different contents: ${file} is shared, ${other} is not. Remove or rename one of them.`,
	'not-in-folders': ({rfc}) =>
		`Your folders hold no rfc${rfc}.txt. Get RFC ${rfc} from another peer, or add a file with this number.`,
	'file-too-large': ({file, bytes: size, limit}) =>
		`${file} is too large (${bytes(size)}): documents of up to ${bytes(limit)} can be shared.`,
	'text-too-large': ({file, bytes: size, limit}) =>
		`Too large to show (${bytes(size)}; up to ${bytes(limit)} can be shown): open ${file} in another program.`,
	'key-unusable': ({file, reason}) =>
		`The key file ${file} cannot be used: ${reason}. A key is 64 hexadecimal digits; ${typed('key FILE')} makes one.`,
	'key-unwritable': ({file, reason}) => `Cannot write the key to ${file} (${reason}). Give another file.`,
	'manifest-unusable': ({file, reason}) =>
		`The manifest ${file} cannot be used: ${reason}. It has a line for each file, SHA-256 and name, as sha256sum writes them; ${typed('verify FOLDER --write')} makes one.`,
	'manifest-unwritable': ({file, reason}) =>
		`Cannot write the manifest ${file} (${reason}). Give another: --manifest FILE.`,
	'not-in-manifest': ({rfc, file}) =>
		`RFC ${rfc} is not in the manifest ${file}, so it was not fetched. Add its line, or leave --manifest out.`,
};

/** Asks for name and upload port, as the original program did, and suggests answers. */
import {Box, useWindowSize} from 'ink';
import {useState} from 'react';
import {highestPort, parseListenPort} from '../text/address.ts';
import {sentence} from '../text/failures.ts';
import {printable} from '../text/printable.ts';
import {fit} from '../text/width.ts';
import {useKeys} from './hooks/use-keys.ts';
import {useSuspend, useWindowTitle} from './hooks/use-terminal.ts';
import {wrongName} from './input.ts';
import {keyOf} from './keys.ts';
import {FramedRow} from './kit/framed-row.tsx';
import {centred, Overlay} from './kit/overlay.tsx';
import {TextField} from './kit/text-field.tsx';
import {wrapAtMost} from './kit/wrap.ts';
import {isTooSmall} from './layout.ts';
import {Shell} from './shell.tsx';
import type {KeyStream} from './stdin/key-stream.ts';
import type {Theme} from './theme.ts';

export type PeerBasics = {
	readonly name: string;
	/** 1..65535, or 0 for any. */
	readonly uploadPort: number;
};

type Props = {
	readonly defaults: PeerBasics;
	readonly theme: Theme;
	readonly keys?: KeyStream | undefined;
	leave(answer: PeerBasics | undefined): void;
};

/** The answers in the form in which they will be used, or a sentence about what is wrong with them. */
export function checkBasics(name: string, port: string): PeerBasics | string {
	const trimmed = name.trim();
	const cause = wrongName(trimmed);
	if (cause !== undefined) return sentence({kind: 'name-invalid', name: trimmed, cause});
	const uploadPort = parseListenPort(port.trim());
	if (uploadPort === undefined) {
		return `"${printable(port)}" is no port: ports go from 1 to ${highestPort}; 0 takes any that is free.`;
	}
	return {name: trimmed, uploadPort};
}

const labelWidth = 15;

export function AskBasics({defaults, theme, keys, leave}: Props) {
	const size = {...useWindowSize()};
	const [name, setName] = useState(defaults.name);
	const [port, setPort] = useState(String(defaults.uploadPort));
	const [field, setField] = useState<'name' | 'port'>('name');
	const [wrong, setWrong] = useState('');
	const submit = (): void => {
		const answer = checkBasics(name, port);
		if (typeof answer === 'object' && field === 'port') {
			leave(answer);
			return;
		}
		const nameWrong = wrongName(name.trim()) !== undefined;
		setField(nameWrong ? 'name' : 'port');
		setWrong(typeof answer === 'string' && (nameWrong || field === 'port') ? answer : '');
	};
	useKeys(isTooSmall(size) ? ['always'] : ['form', 'field', 'always'], act => {
		if (act === 'interrupt' || act === 'back') leave(undefined);
		if (act === 'submit') submit();
		if (act === 'next-field' || act === 'previous-field' || act === 'up' || act === 'down') {
			setField(field === 'name' ? 'port' : 'name');
		}
	});
	useWindowTitle('p2pci peer');
	useSuspend(keys);
	const rect = centred(size, 62, 10);
	const width = rect.width - 2;
	const rows = [
		'',
		...wrapAtMost(wrong === '' ? 'Others see the name, and get your RFCs at the port.' : wrong, width - 4, 3),
	].map(line => theme.paint(wrong === '' ? 'dim' : 'bad', fit(`  ${line}`, width)));
	const empty = (
		<FramedRow focused above>
			{<Box width={width} />}
		</FramedRow>
	);
	return (
		<Shell size={size} theme={theme} dimmed={false}>
			<Overlay
				rect={rect}
				title="p2pci peer"
				hint={`${keyOf('submit', 'field')} goes on · ${keyOf('next-field', 'form')} other field · ${keyOf('back', 'field')} leaves`}
				rows={rows}
				childrenRows={3}
			>
				{empty}
				<FramedRow focused above>
					<TextField
						label="  Your name:"
						labelWidth={labelWidth}
						value={name}
						width={width}
						focused={field === 'name'}
						hint="ctrl-u empties it "
						onChange={setName}
					/>
				</FramedRow>
				<FramedRow focused above>
					<TextField
						label="  Upload port:"
						labelWidth={labelWidth}
						value={port}
						width={width}
						focused={field === 'port'}
						hint="0 takes any "
						onChange={setPort}
					/>
				</FramedRow>
			</Overlay>
		</Shell>
	);
}

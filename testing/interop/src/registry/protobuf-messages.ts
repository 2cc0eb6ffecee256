import { create, createFileRegistry, createMutableRegistry, fromJson, type MutableRegistry } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { customer, customerFiles } from './customers.ts';

const files = createFileRegistry(fromJson(FileDescriptorSetSchema, customerFiles));

/** The types that a serializer of @confluentinc/schemaregistry looks its messages up in. */
export function messageTypes(): MutableRegistry {
  return createMutableRegistry(files);
}

function messageOf(name: string, values: object): object {
  const type = files.getMessage(name);
  if (type === undefined) throw new Error(`${name} is in none of the files`);
  return create(type, { ...values });
}

export const customerMessage = (): object =>
  messageOf('shop.Customer', { ...customer, home: messageOf('shop.Address', customer.home) });

export const paymentMessage = (values: object): object => messageOf('shop.Payment', values);

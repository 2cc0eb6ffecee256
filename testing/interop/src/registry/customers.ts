/** A customer whose address is another schema, by reference, in the three languages. */
export interface CustomerSchemas {
  readonly schemaType: 'AVRO' | 'JSON' | 'PROTOBUF';
  /** What the customer calls the address. */
  readonly reference: string;
  readonly address: string;
  readonly customer: string;
}

export const customer = { name: 'Ådne', home: { city: 'Bergen' } };

const draft = 'http://json-schema.org/draft-07/schema#';

export const customerSchemas: readonly CustomerSchemas[] = [
  {
    schemaType: 'AVRO',
    reference: 'shop.Address',
    address: JSON.stringify({
      type: 'record',
      name: 'Address',
      namespace: 'shop',
      fields: [{ name: 'city', type: 'string' }],
    }),
    customer: JSON.stringify({
      type: 'record',
      name: 'Customer',
      namespace: 'shop',
      fields: [
        { name: 'name', type: 'string' },
        { name: 'home', type: 'shop.Address' },
      ],
    }),
  },
  {
    schemaType: 'JSON',
    reference: 'https://shop.example/address.json',
    address: JSON.stringify({
      $schema: draft,
      $id: 'https://shop.example/address.json',
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
    }),
    customer: JSON.stringify({
      $schema: draft,
      title: 'Customer',
      type: 'object',
      properties: { name: { type: 'string' }, home: { $ref: 'https://shop.example/address.json' } },
    }),
  },
  {
    schemaType: 'PROTOBUF',
    reference: 'shop/address.proto',
    address: `syntax = "proto3";
package shop;
message Address {
  string city = 1;
}
`,
    customer: `syntax = "proto3";
package shop;
import "shop/address.proto";
message Unused {}
message Customer {
  string name = 1;
  Address home = 2;
}
`,
  },
];

const optional = { label: 'LABEL_OPTIONAL' };

/** The files of the Protobuf customer, and one of payments, as a compiler describes them, in the JSON of `google.protobuf.FileDescriptorSet`. */
export const customerFiles = {
  file: [
    {
      name: 'shop/address.proto',
      package: 'shop',
      syntax: 'proto3',
      messageType: [
        { name: 'Address', field: [{ name: 'city', number: 1, type: 'TYPE_STRING', jsonName: 'city', ...optional }] },
      ],
    },
    {
      name: 'shop/customer.proto',
      package: 'shop',
      syntax: 'proto3',
      dependency: ['shop/address.proto'],
      messageType: [
        { name: 'Unused', field: [] },
        {
          name: 'Customer',
          field: [
            { name: 'name', number: 1, type: 'TYPE_STRING', jsonName: 'name', ...optional },
            {
              name: 'home',
              number: 2,
              type: 'TYPE_MESSAGE',
              typeName: '.shop.Address',
              jsonName: 'home',
              ...optional,
            },
          ],
        },
      ],
    },
    {
      name: 'shop/payment.proto',
      package: 'shop',
      syntax: 'proto3',
      messageType: [
        {
          name: 'Payment',
          field: [
            { name: 'card', number: 1, type: 'TYPE_STRING', jsonName: 'card', ...optional },
            { name: 'note', number: 2, type: 'TYPE_STRING', jsonName: 'note', ...optional },
          ],
        },
      ],
    },
  ],
};

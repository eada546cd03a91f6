/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.deepseekspring.token;

import org.springframework.util.Assert;

/**
 * What a model costs.
 *
 * @param offPeak the price outside of the peak hours
 * @param peak the price in the peak hours
 * @since 0.1.0
 */
public record ModelPrice(TokenPrice offPeak, TokenPrice peak) {

	public ModelPrice {
		Assert.notNull(offPeak, "'offPeak' must not be null");
		Assert.notNull(peak, "'peak' must not be null");
	}

	/**
	 * Create a price that is the same at all hours.
	 * @param price the price
	 * @return the price of the model
	 */
	public static ModelPrice flat(TokenPrice price) {
		return new ModelPrice(price, price);
	}

}
